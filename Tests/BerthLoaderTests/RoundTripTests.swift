import BerthModel
import Foundation
import Testing
import YAMLTree

@testable import BerthLoader

@Suite("What config prints")
struct RoundTripTests {
    /// The texts that a reader of YAML takes for something else, or that are hard to quote.
    static let texts = [
        "", " ", "  a", "a ", "\ta", "a\t", "~", "null", "Null", "yes", "No", "on", "OFF", "y", "N", "true",
        "TRUE",
        "0o10", "010", "0x1F", "0b1", "1_000", "1e3", "1.", ".5", "-.inf", ".nan", "+1", "12:30:45",
        "190:20:30.15",
        "2026-01-02", "2026-01-02 03:04:05", "<<", "=", "-", "- a", "?", ": a", "a: b", "a:", "a #b", "#a",
        "&a",
        "*a", "!a", "|", ">", "%a", "@a", "`a", "'", "''", "\"", "a'b\"c", "[a]", "{a}", "a\nb", "a\nb\n",
        "a\n\n",
        "\na", "\n", " a\nb", "a \nb", "a\n b", "a\r\nb", "a\u{85}b", "a\u{2028}b", "\u{FEFF}a", "\u{7}",
        "\u{7F}",
        "é", "😀", "a\\b", "---", "--- a", "...", "$a", "$$", "${a", "a$", "a,b", "\u{A0}a",
        String(repeating: "long ", count: 300),
    ]

    @Test("keeps every text, as YAML and as JSON, in a value, in a key, in an item", arguments: texts)
    func textsSurvive(text: String) throws {
        for format in ConfigFormat.allCases {
            let tree = Node.mapping([
                "services": .mapping([
                    "s": .mapping([
                        "command": .sequence([.string(text)]), "image": .string("i"),
                        "labels": .mapping([String(text.prefix(100)): .string(text)]), "user": .string(text),
                    ])
                ])
            ])
            let printed = renderConfig(tree.escapingDollars, format: format)
            let read = try #require(try loadYAML(Array(printed.utf8), file: "c").first)
            #expect(read == tree.escapingDollars, "\(printed)")
            let variables = try load(["compose.yaml": printed]) { $0.projectName = "p" }
            #expect(variables.project.services[0].command == [text], "\(printed)")
            #expect(
                variables.project.services[0].labels == [String(text.prefix(100)): text]
                    || text.contains("$"), "\(printed)")
        }
    }

    /// Cases that the reference's own output does not load to either.
    static let oneWay = [
        // An empty path of a device is left out.
        "devices-1332 yaml", "devices-1332 json",
        // Sizes below zero are in quotes, models and a false create_host_path are left out, every rule of a watch
        // has something to execute, and the devices of blkio_config have keys of other names.
        "bytes-shm-1113 json", "bytes-shm-1115 json", "bytes-shm-1131 json", "bytes-1130 json",
        "misc-1752 json", "misc-1758 json", "misc-1770 json",
        "volumes-long-1019 json",
    ]

    @Test(
        "loads to the same project again, as YAML and as JSON", arguments: ConfigFormat.allCases)
    func recordedCases(format: ConfigFormat) throws {
        var count = 0
        for each in try RecordedCase.all() where each.rc == 0 {
            // What takes values away, or is no project, is not loaded again.
            guard let request = each.request, request.options == LoadRequest.Options(),
                !each.args.contains("--environment"), !Self.oneWay.contains("\(each.id) \(format.rawValue)"),
                let loaded = try? loadProject(request, files: each.memory)
            else { continue }
            count += 1
            let printed = renderConfig(loaded.canonical, format: format)
            #expect(throws: Never.self, "\(each.id)") {
                let again = try Self.reload(printed, as: each, request)
                #expect(renderConfig(again.canonical, format: format) == printed, "\(each.id)")
            }
        }
        #expect(count > 500 || RecordedCase.source == nil)
    }

    @Test("has no command that is null, which as an override would take the place of one")
    func nullCommands() throws {
        let printed = renderConfig(try load("services: {s: {image: i}}").canonical, format: .yaml)
        #expect(!printed.contains("command") && !printed.contains("entrypoint"))
    }

    private static func reload(
        _ text: String, as recorded: RecordedCase, _ request: LoadRequest
    ) throws -> LoadedProject {
        var files = recorded.memory
        files.files["\(recorded.root)/printed.yaml"] = text
        var again = request
        again.files = ["\(recorded.root)/printed.yaml"]
        return try loadProject(again, files: files)
    }
}
