import LinuxSystem
import TestSupport
import Testing

/// Configs and secrets over the whole life of their containers.
@Suite("Secrets and configs", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct SecretTests {
    private static let value = "1f9a3c77e5secret"
    private static let compose = """
        services:
          s:
            image: busybox:1
            command: sleep 1d
            stop_signal: KILL
            secrets: [{source: of_variable, mode: 0400}, of_file]
            configs: [text]
        secrets:
          of_variable: {environment: VALUE}
          of_file: {file: ./file}
        configs:
          text: {content: as written}
        """

    /// The binary with the variable that the secret is made of.
    private func berth(_ stack: Stack, value: String = Self.value) -> BerthCommand {
        var berth = stack.berth
        berth.environment["VALUE"] = value
        return berth
    }

    @Test("a secret is in no file of the host, in no message, and gone with its container")
    func nowhereElse() async throws {
        try await withStack(.own) { stack in
            try stack.scratch.write("file", "one")
            try stack.define(Self.compose)
            let up = try await berth(stack).run(["up", "-d"])
            #expect(up.status == 0, "\(up)")
            #expect(try await stack.shell("s", "cat /run/secrets/of_variable") == Self.value)
            for directory in [stack.root, stack.runtime] {
                let found = try await host("grep", "-rlF", "--exclude-dir=files", Self.value, directory)
                #expect(found.output == "", "\(found)")
            }
            #expect(!"\(up)".contains(Self.value))
            #expect(try await !berth(stack).run(["config"]).output.contains(Self.value))
            let id = try await stack.container("s").id
            #expect(try fileStatus("\(stack.runtime)/files/\(id)")?.mode == 0o700)
            try await stack.berth.succeed("down")
            #expect(try directoryEntries("\(stack.runtime)/files") == [])
        }
    }

    @Test("a container gets new contents by a new one, and only then")
    func contents() async throws {
        try await withStack { stack in
            try stack.scratch.write("file", "one")
            try stack.define(Self.compose)
            try await berth(stack).succeed("up", "-d")
            let first = try await stack.container("s").id
            try await berth(stack).succeed("up", "-d")
            #expect(try await stack.container("s").id == first)

            try stack.scratch.write("file", "two")
            try await stack.berth.succeed("restart")
            #expect(try await stack.shell("s", "cat /run/secrets/of_file") == "one")
            try await berth(stack).succeed("up", "-d")
            #expect(try await stack.shell("s", "cat /run/secrets/of_file") == "two")
            let second = try await stack.container("s").id
            try await berth(stack, value: "other").succeed("up", "-d")
            #expect(try await stack.container("s").id != second)
            #expect(try await stack.shell("s", "cat /run/secrets/of_variable") == "other")
        }
    }

    @Test("a secret outlives its supervisor and a stop; after a reboot it is made anew from its source")
    func survives() async throws {
        try await withStack { stack in
            try stack.scratch.write("file", "one")
            try stack.define(Self.compose)
            try await berth(stack).succeed("up", "-d")
            try await stack.killSupervisorAndGuardian()
            try await stack.berth.succeed("restart")
            #expect(try await stack.shell("s", "cat /run/secrets/of_variable") == Self.value)

            try await stack.berth.succeed("stop")
            try await stack.killSupervisorAndGuardian()
            let id = try await stack.container("s").id
            try unmountLazily("\(stack.runtime)/files/\(id)")
            try unmountLazily("\(stack.root)/containers/\(id)/rootfs")
            // The value of a variable is recorded nowhere.
            let start = try await stack.berth("start")
            #expect(start.status != 0 && start.errors.contains("\"VALUE\" is not known any more"), "\(start)")
            try await berth(stack).succeed("up", "-d")
            #expect(try await stack.container("s").id == id)
            #expect(
                try await stack.shell("s", "cat /run/secrets/of_variable /run/secrets/of_file /text")
                    == "\(Self.value)oneas written")
        }
    }

    @Test("a file of the host keeps its owner and mode where the service says nothing of them")
    func ownAttributes() async throws {
        try await withStack { stack in
            try stack.scratch.write("file", "one")
            let path = "\(stack.scratch.project)/file"
            try setOwner(path, user: 1000, group: 33)
            try setMode(path, 0o640)
            try stack.define(Self.compose)
            try await berth(stack).succeed("up", "-d")
            #expect(try await stack.shell("s", "stat -c '%a %u %g' /run/secrets/of_file") == "640 1000 33\n")
        }
    }

    @Test("what configs and secrets lack is told at once before anything is made, each with its place")
    func missing() async throws {
        try await withStack { stack in
            try stack.define(
                """
                services:
                  s:
                    image: busybox:1
                    secrets: [none, {source: named, uid: www-data}, unset]
                    configs: [elsewhere]
                secrets:
                  none: {file: ./none}
                  named: {file: ./file}
                  unset: {environment: BERTH_TEST_UNSET}
                configs:
                  elsewhere: {external: true}
                """)
            try stack.scratch.write("file", "one")
            let result = try await stack.berth("up", "-d")
            #expect(result.status != 0)
            for message in [
                "compose.yaml:7:3: service \"s\": secret \"none\": file not found: ",
                "compose.yaml:4:21: service \"s\": secret \"named\": uid \"www-data\" is not a number",
                "compose.yaml:9:3: service \"s\": secret \"unset\": the variable \"BERTH_TEST_UNSET\" is not set",
                "compose.yaml:11:3: service \"s\": config \"elsewhere\": it is external",
            ] { #expect(result.errors.contains(message), "\(message)\n\(result)") }
            #expect(try await stack.leftovers() == [])
        }
    }
}
