import BerthLoader
import BerthModel
import Foundation
import Testing

/// Each `Golden/broken/NAME.yaml`, or the files of the directory `NAME`, has its findings in `NAME.txt`;
/// `RECORD=1` writes them and fails.
@Suite("Broken files")
struct BrokenFileTests {
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Golden/broken")
    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? [])
        .filter { !$0.hasSuffix(".txt") }.map { $0.hasSuffix(".yaml") ? String($0.dropLast(5)) : $0 }.sorted()

    @Test("there are many of them")
    func corpus() { #expect(Self.names.count >= 95) }

    @Test("are reported with place, reason and remedy", arguments: names)
    func report(name: String) throws {
        let (diagnostics, sources) = found(in: try files(name))
        let report = diagnostics.map { renderDiagnostic($0, sources: sources) + "\n" }.joined()
        #expect(try golden("broken/\(name).txt", recording: report) == report)
        let places = diagnostics.compactMap(\.location)
        #expect(places.count == diagnostics.count, "something has no place")
        #expect(places == places.sorted())
        #expect(!places.isEmpty)
    }

    /// The texts of a case by their paths; a case of one file is called `compose.yaml`.
    private func files(_ name: String) throws -> [String: String] {
        let place = Self.directory.appending(path: name)
        guard let paths = try? FileManager.default.subpathsOfDirectory(atPath: place.path) else {
            return [
                "compose.yaml": try String(contentsOf: place.appendingPathExtension("yaml"), encoding: .utf8)
            ]
        }
        var files: [String: String] = [:]
        for path in paths {
            // A directory is no text, and is not needed.
            files[path] = try? String(contentsOf: place.appending(path: path), encoding: .utf8)
        }
        return files
    }
}
