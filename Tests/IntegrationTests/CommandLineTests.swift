import Foundation
import TestSupport
import Testing

/// What commands print and end with.
@Suite("Command line", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct CommandLineTests {
    private static let compose = """
        services:
          web: {image: busybox:1, command: sleep 1d, stop_signal: KILL}
          job: {image: busybox:1, command: sh -c 'exit 3'}
        """

    @Test("ps lists what runs as a table, as JSON and as ids; -a, --status and names choose")
    func ps() async throws {
        try await withStack { stack in
            let port = try freePort()
            try await stack.up(Self.compose.replacing("KILL}", with: "KILL, ports: [\"\(port):80\"]}"))
            try await stack.waitUntil("job", is: "exited")
            let table = try await stack.berth("ps")
            #expect(table.lines.count == 2, "\(table)")
            #expect(
                table.lines[0].split(separator: " ") == [
                    "NAME", "IMAGE", "COMMAND", "SERVICE", "CREATED", "STATUS", "PORTS",
                ])
            #expect(
                table.lines[1].hasPrefix("\(stack.project)-web-1 ")
                    && table.lines[1].hasSuffix("0.0.0.0:\(port)->80/tcp"))
            let all = try await stack.berth("ps", "-a").output
            #expect(all.contains("Exited (3)"), "\(all)")
            let ids = try await stack.berth("ps", "-q", "-a").lines
            #expect(Set(ids) == Set(try await stack.containers().map(\.id)))
            #expect(try await stack.berth("ps", "-a", "--services").lines.sorted() == ["job", "web"])
            #expect(try await stack.berth("ps", "--status", "exited", "--services").lines == ["job"])
            let object = try JSONSerialization.jsonObject(
                with: Data(try await stack.berth.succeed("ps", "--format", "json").utf8))
            let publishers = (object as? [String: Any])?["Publishers"] as? [[String: Any]]
            #expect(publishers?.first?["PublishedPort"] as? Int == Int(port))
        }
    }

    @Test("ls lists the projects with their containers' states")
    func ls() async throws {
        try await withStack(.own) { stack in
            #expect(try await stack.berth("ls", "-q").lines == [])
            try await stack.up(Self.compose)
            try await stack.waitUntil("job", is: "exited")
            let table = try await stack.berth("ls", "-a")
            #expect(table.lines.count == 2 && table.lines[0].hasPrefix("NAME"), "\(table)")
            #expect(table.output.contains("exited(1), running(1)"), "\(table)")
            #expect(table.output.contains("\(stack.scratch.project)/compose.yaml"))
            let json = try await stack.berth.succeed("ls", "--format", "json")
            let list = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]]
            #expect(list?.first?["Name"] as? String == stack.project, "\(json)")
            try await stack.berth.succeed("stop")
            #expect(try await stack.berth("ls", "-q").lines == [])
            #expect(try await stack.berth("ls", "-a", "-q").lines == [stack.project])
        }
    }

    @Test("--dry-run tells the steps and takes none")
    func dryRun() async throws {
        try await withStack { stack in
            try stack.define(Self.compose)
            let result = try await stack.berth("up", "-d", "--dry-run")
            #expect(result.status == 0)
            #expect((result.output + result.errors).contains("\(stack.project)-web-1"), "\(result)")
            #expect(try await stack.leftovers() == [])
            try await stack.berth.succeed("up", "-d")
            let before = try await stack.containers().map(\.id)
            #expect(try await stack.berth("down", "--dry-run").status == 0)
            #expect(try await stack.containers().map(\.id) == before)
        }
    }

    @Test("progress is plain lines on standard error, or JSON, or nothing")
    func progress() async throws {
        try await withStack { stack in
            try stack.define(Self.compose)
            let plain = try await stack.berth("up", "-d")
            #expect(
                plain.output == "" && plain.errors.contains("Container \(stack.project)-web-1  Started"),
                "\(plain)")
            let json = try await stack.berth("--progress", "json", "up", "-d", "--force-recreate")
            let lines = json.errors.split(separator: "\n")
            #expect(!lines.isEmpty)
            for line in lines {
                let object = try? JSONSerialization.jsonObject(with: Data(line.utf8))
                #expect(object is [String: Any], "\(line)")
            }
            let quiet = try await stack.berth("--progress", "quiet", "down")
            #expect(quiet.output == "" && quiet.errors == "", "\(quiet)")
        }
    }

    @Test("the project's name is that of -p, else of the environment, the file, the directory")
    func projectName() async throws {
        try await withStack(images: []) { stack in
            try stack.define("name: from-file\n\(Self.compose)")
            var berth = stack.berth
            func name(_ arguments: String...) async throws -> String? {
                try await berth.run(arguments + ["config"]).lines.first
            }
            #expect(try await name("-p", "given") == "name: given")
            #expect(try await name() == "name: \(stack.project)")
            berth.environment["COMPOSE_PROJECT_NAME"] = ""
            #expect(try await name() == "name: from-file")
            try stack.define(Self.compose)
            #expect(try await name() == "name: project")
        }
    }

    @Test("files are merged in the order of -f, and compose.override.yaml goes over compose.yaml")
    func files() async throws {
        try await withStack(images: []) { stack in
            try stack.define("services: {web: {image: busybox:1, environment: {A: one, B: one}}}")
            try stack.scratch.write("compose.override.yaml", "services: {web: {environment: {B: two}}}")
            try stack.scratch.write("third.yaml", "services: {web: {environment: {A: three}}}")
            let merged = try await stack.berth.succeed("config")
            #expect(merged.contains("A: one") && merged.contains("B: two"), "\(merged)")
            let chosen = try await stack.berth.succeed("-f", "compose.yaml", "-f", "third.yaml", "config")
            #expect(chosen.contains("A: three") && chosen.contains("B: one"), "\(chosen)")
        }
    }

    @Test(
        "what cannot be meant is refused with its word",
        arguments: [
            (["up", "nobody"], "no such service: \"nobody\""), (["frobnicate"], "frobnicate"),
            (["up", "--frobnicate"], "--frobnicate"),
            (["-f", "missing.yaml", "up"], "missing.yaml"), (["up", "--scale", "web=x"], "web=x"),
            (["logs", "nobody"], "nobody"), (["-p", "Not A Name", "up"], "Not A Name"),
        ])
    func usage(arguments: [String], said: String) async throws {
        try await withStack(images: []) { stack in
            try stack.define(Self.compose)
            let result = try await stack.berth.run(arguments)
            #expect(result.status != 0 && result.errors.contains(said), "\(result)")
            #expect(try await stack.leftovers() == [])
        }
    }

    @Test("version, help and completions are there without a project")
    func help() async throws {
        try await withStack(images: []) { stack in
            let version = try await stack.berth.succeed("version")
            #expect(version.contains("berth version"))
            let number = try await stack.berth.succeed("version", "--short")
            #expect(number.contains(#/^v?\d+\.\d+/#))
            let help = try await stack.berth.succeed("--help")
            #expect(help.contains("up "))
            for shell in ["bash", "zsh", "fish"] {
                let script = try await stack.berth.succeed("--generate-completion-script", shell)
                #expect(script.contains("berth"))
            }
        }
    }
}
