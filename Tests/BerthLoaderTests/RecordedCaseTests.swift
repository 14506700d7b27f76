import BerthLoader
import Foundation
import Testing

@Suite("The reference's recorded answers")
struct RecordedCaseTests {
    @Test(
        "those that agreed before agree",
        .enabled(if: RecordedCase.source != nil, "the recorded cases are not beside this checkout"))
    func agreement() throws {
        let passing = try RecordedCase.all().filter { $0.difference() == nil }.map(\.id)
        let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Golden/passing-cases.txt")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try (passing.joined(separator: "\n") + "\n").write(to: golden, atomically: true, encoding: .utf8)
            Issue.record("recorded \(passing.count) cases")
        }
        let before = try String(contentsOf: golden, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(Set(before).subtracting(passing).sorted() == [])
    }

    @Test(
        "shows the differences of the cases that DIFFERENCES begins the names of",
        .enabled(if: ProcessInfo.processInfo.environment["DIFFERENCES"] != nil, "for use by hand"))
    func differences() throws {
        let prefix = ProcessInfo.processInfo.environment["DIFFERENCES"] ?? ""
        for each in try RecordedCase.all() where each.id.hasPrefix(prefix) {
            if let difference = each.difference() { print("#### \(each.id) \(each.name): \(difference)") }
        }
    }
}
