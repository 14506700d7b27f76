import BerthLoader
import BerthModel
import Foundation
import Testing

/// Each `Golden/broken/NAME.yaml` has its findings in `NAME.txt`; `RECORD=1` writes them and fails.
@Suite("Broken files")
struct BrokenFileTests {
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Golden/broken")
    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? [])
        .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()

    @Test("there are many of them")
    func corpus() { #expect(Self.names.count >= 45) }

    @Test("are reported with place, reason and remedy", arguments: names)
    func report(name: String) throws {
        let text = try String(contentsOf: Self.directory.appending(path: "\(name).yaml"), encoding: .utf8)
        let found = findings(["compose.yaml": text]) + "\n"
        #expect(try golden("broken/\(name).txt", recording: found) == found)
    }

    @Test("have a place for every error", arguments: names)
    func places(name: String) throws {
        let text = try String(contentsOf: Self.directory.appending(path: "\(name).yaml"), encoding: .utf8)
        do {
            _ = try load(["compose.yaml": text])
        } catch let failure as LoadFailure {
            #expect(failure.problems.diagnostics.allSatisfy { $0.location != nil })
        }
    }
}
