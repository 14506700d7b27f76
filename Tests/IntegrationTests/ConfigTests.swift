import Foundation
import LinuxSystem
import TestSupport
import Testing

/// What `config` prints beside the project itself.
@Suite("Config", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct ConfigTests {
    private static let compose = """
        name: shop
        services:
          web:
            image: "nginx:${TAG:-1}"
            depends_on: [api]
            networks: [front]
            volumes: ["data:/data"]
            models: [small]
          api: {build: ., networks: [front, back]}
          job: {image: "nginx:${TAG:-1}", profiles: [batch, night], network_mode: none}
        networks: {front: , back: , unused: }
        volumes: {data: , unused: }
        models: {small: {model: ai/small}, unused: {model: ai/other}}
        """

    private func withProject(_ compose: String = compose, _ body: (Stack) async throws -> Void) async throws {
        try await withStack(images: []) { stack in
            try stack.define(compose)
            try await body(stack)
        }
    }

    @Test("lists names, each service after those it depends on")
    func names() async throws {
        try await withProject { stack in
            func lines(_ arguments: String...) async throws -> [String] {
                try await stack.berth.succeed(arguments).split(separator: "\n").map(String.init)
            }
            #expect(try await lines("config", "--services") == ["api", "web"])
            #expect(try await lines("config", "--services", "api") == ["api", "web"])
            #expect(try await lines("--profile", "night", "config", "--services") == ["api", "job", "web"])
            #expect(try await lines("config", "--networks") == ["back", "front"])
            #expect(try await lines("config", "--volumes") == ["data"])
            #expect(try await lines("config", "--models") == ["small"])
            #expect(try await lines("--all-resources", "config", "--networks").contains("unused"))
            #expect(try await lines("--all-resources", "config", "--volumes") == ["data", "unused"])
            #expect(try await lines("config", "--profiles") == ["batch", "night"])
            #expect(try await lines("-p", "p", "config", "--images") == ["p-api", "nginx:1"])
            #expect(try await lines("config", "--images", "api") == ["\(stack.project)-api"])
            #expect(try await lines("--profile", "*", "config", "--images").count == 3)
            let digests = try await lines("config", "--hash", "*")
            #expect(digests.map { $0.prefix { $0 != " " } } == ["api", "web"])
            #expect(try await lines("config", "--hash", "web,api") == digests)
            #expect(try await stack.berth("config", "--hash", "nobody").status == 1)
        }
    }

    @Test("lists the variables of the files as a table and as JSON")
    func variables() async throws {
        try await withProject("services: {s: {image: \"${A:-x}\", user: \"${B:?}\", hostname: \"${C:+z}\"}}")
        { stack in
            let table = try await stack.berth.succeed("config", "--variables")
            let width = 20
            let rows = [
                ["NAME", "REQUIRED", "DEFAULT VALUE", "ALTERNATE VALUE"], ["A", "false", "x", ""],
                ["B", "true", "", ""], ["C", "false", "", "z"],
            ].map { cells in
                cells.dropLast().map { $0.padding(toLength: width, withPad: " ", startingAt: 0) }.joined()
                    + cells[cells.count - 1]
            }
            #expect(table == rows.map { $0 + "\n" }.joined())
            let json = try await stack.berth.succeed("config", "--variables", "--format", "json")
            let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: [String: Any]]
            #expect(object?["B"]?["Required"] as? Bool == true, "\(json)")
        }
    }

    @Test("writes to a file as a whole, and to a device in place")
    func output() async throws {
        try await withProject { stack in
            let printed = try await stack.berth.succeed("config")
            let path = "\(stack.scratch.project)/out.yaml"
            try writeFile(path, "old", mode: 0o600)
            #expect(try await stack.berth.succeed("config", "-o", "out.yaml") == "")
            #expect(try readText(path) == printed)
            #expect(try fileStatus(path)?.mode == 0o600)
            #expect(try await stack.berth.succeed("config", "-o", "/dev/stdout") == printed)
            #expect(try fileStatus("/dev/null")?.kind == .characterDevice)
            let missing = try await stack.berth("config", "-o", "no/such/out.yaml")
            #expect(missing.status == 1 && missing.errors.contains("no/such/out.yaml"), "\(missing)")
            #expect(missing.errors.contains("No such file or directory"), "\(missing)")
            #expect(try await stack.berth("config", "-q").output == "")
        }
    }

    @Test("fails with --strict when there are warnings, all of which are printed")
    func strict() async throws {
        let compose = "version: '3'\nservices: {s: {image: i, user: \"$NO\", command: a && b}}\n"
        try await withProject(compose) { stack in
            for arguments in [
                ["config"], ["config", "-q"], ["config", "--strict"], ["config", "-q", "--strict"],
            ] {
                let result = try await stack.berth.run(arguments)
                let isStrict = arguments.contains("--strict")
                #expect(result.status == (isStrict ? 1 : 0), "\(result)")
                for text in ["\"version\"", "variable \"NO\"", "\"&& b\""] {
                    #expect(result.errors.contains(text), "\(result)")
                }
                #expect(result.errors.contains("3 warnings") == isStrict, "\(result)")
                #expect(result.output.isEmpty == (arguments != ["config"]), "\(result)")
            }
        }
        try await withProject("services: {s: {image: i}}") { stack in
            try await stack.berth.succeed("config", "--strict")
        }
    }
}
