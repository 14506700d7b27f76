import BerthLoader
import Foundation
import Testing

/// The recorded answers lie beside a checkout, not in it; `make cases` asks the program itself.
@Suite(
    "The reference's recorded answers",
    .enabled(if: RecordedCase.source != nil, "the recorded cases are not beside this checkout"))
struct RecordedCaseTests {
    @Test("are ours too, but for those that differ on purpose")
    func agreement() throws {
        let known = try Self.known()
        #expect(known.count <= 25)
        var different: Set<String> = []
        for each in try RecordedCase.all() {
            guard let difference = each.difference() else { continue }
            different.insert(each.id)
            if !known.contains(each.id) { Issue.record("\(each.id) \(each.name): \(difference)") }
        }
        #expect(known.subtracting(different).sorted() == [])
    }

    /// The cases of `known-differences.txt`, which `run.py --known` reads too.
    private static func known() throws -> Set<String> {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Golden/known-differences.txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        return Set(lines.filter { !$0.hasPrefix("#") }.map { String($0.prefix { $0 != " " }) })
    }
}
