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
        "those that differ on purpose still differ, and the others differ only in what is not supported yet",
        .enabled(if: RecordedCase.source != nil, "the recorded cases are not beside this checkout"))
    func differences() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Golden/known-differences.txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter {
            !$0.hasPrefix("#")
        }
        let known = Set(lines.map { String($0.prefix { $0 != " " }) })
        let differing = try RecordedCase.all().compactMap { each in each.difference().map { (each.id, $0) } }
        #expect(known.subtracting(differing.map(\.0)) == [])
        let unknown = differing.filter { !known.contains($0.0) && !$0.1.contains("not supported yet") }
        #expect(unknown.map(\.0) == [])
    }
}
