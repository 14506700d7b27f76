import Foundation
import Testing

/// Every message that the loader can make is in the golden text of a broken file, so that a new rule needs one.
@Suite("Messages")
struct MessageTests {
    /// The messages that no broken file can show; other tests have them.
    private static let exceptions: Set<String> = Set(
        [
            // About the command line or the environment, which have no places.
            "no such service: \"…\"",
            "COMPOSE_DISABLE_ENV_FILE must be true or false, found \"…\"",
            "\"…\" cannot be loaded: only local files can",
            "no compose.yaml in \"…\" or above it",
            "\"…\" is used although there is … too",
            "the project name \"…\" may have only lower-case letters, digits, - and _, "
                + "and must begin with a letter or digit",
            "cannot read \"…\": it is a directory",
            "cannot read \"…\": …",
            "cannot read … file \"…\": …",
            // About bytes that are no text.
            "the file is not valid UTF-16: save it as UTF-8",
            "… file \"…\" is no UTF-8 text",
            // About so much text that nobody would read a golden one.
            "the file has … bytes, more than the … that are accepted",
            "more than … %TAG directives",
            "more than … values in one file",
            "a tag of more than … bytes",
            "more than … files include each other in a row",
            "the variables make a text of more than … bytes",
            "the values have more than … bytes together",
            "… file \"…\" has … bytes, more than the … that are accepted",
        ])

    @Test("are each in the report of a broken file", arguments: ["BerthLoader", "YAMLTree"])
    func messages(target: String) throws {
        let report = try reports()
        for message in try messages(of: target) where !Self.exceptions.contains(message.text) {
            let isThere = report.contains { message.isIn($0) }
            #expect(isThere, "\(message.place): no broken file shows \"\(message.text)\"")
        }
    }

    @Test("that are excepted exist")
    func exceptions() throws {
        let known = Set(try (messages(of: "BerthLoader") + messages(of: "YAMLTree")).map(\.text))
        #expect(Self.exceptions.subtracting(known) == [])
    }

    /// The lines of the reports on broken files, and on broken YAML.
    private func reports() throws -> [String] {
        let directory = BrokenFileTests.directory
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        let yaml = "../../../YAMLTreeTests/Golden/syntax-errors.txt"
        return try (names.filter { $0.hasSuffix(".txt") } + [yaml])
            .flatMap { name in
                try String(contentsOf: directory.appending(path: name), encoding: .utf8)
                    .components(separatedBy: "\n").filter { $0.contains(#/^\S+:\d+:\d+: /#) }
            }
    }

    private func messages(of target: String) throws -> [SourceMessage] {
        let root = BrokenFileTests.directory.pathComponents.dropLast(4).joined(separator: "/")
        let directory = "\(root)/Sources/\(target)"
        return try FileManager.default.subpathsOfDirectory(atPath: directory).sorted()
            .filter { $0.hasSuffix(".swift") }
            .flatMap { path in
                sourceMessages(
                    in: try String(contentsOfFile: "\(directory)/\(path)", encoding: .utf8), of: path)
            }
    }
}
