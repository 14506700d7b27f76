import TestSupport
import Testing

/// How a container ended, or why it never began, is told apart wherever it is shown.
@Suite("Ends of containers", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct ExitTests {
    @Test("status, signal and lack of memory are told apart by ps and by an attached up")
    func ends() async throws {
        try await withStack { stack in
            try stack.define(
                """
                services:
                  status: {image: busybox:1, command: sh -c 'exit 7'}
                  signal: {image: busybox:1, command: sh -c 'sh -c "kill -SEGV $$$$"; exit 139'}
                  memory: {image: busybox:1, command: tail /dev/zero, mem_limit: 20m, init: false}
                  outlived: {image: busybox:1, command: sh -c 'tail /dev/zero; exit 4', mem_limit: 20m}
                """)
            let up = try await stack.berth("up")
            #expect(up.output.contains("status-1 exited with code 7\n"), "\(up)")
            #expect(up.output.contains("signal-1 exited with code 139 (SIGSEGV)\n"), "\(up)")
            #expect(up.output.contains("memory-1 exited with code 137 (out of memory)\n"), "\(up)")
            #expect(up.output.contains("outlived-1 exited with code 4\n"), "\(up)")
            let ends = try await stack.containers().map {
                "\($0.service) \($0.state) \($0.exitCode) \($0.status.drop { $0 != ")" }.dropFirst(2))"
            }
            for (end, expected) in zip(
                ends.sorted(),
                [
                    "memory exited 137 .* ago \\(out of memory\\)", "outlived exited 4 .* ago",
                    "signal exited 139 .* ago \\(SIGSEGV\\)", "status exited 7 .* ago",
                ])
            {
                #expect(try Regex(expected).wholeMatch(in: end) != nil, "\(ends)")
            }
            let json = try await stack.berth.succeed("ps", "-a", "--format", "json", "memory")
            #expect(json.contains("\"OOMKilled\":true") && json.contains("\"Signal\":\"SIGKILL\""), "\(json)")
            let status = try await stack.berth.run(["up", "--exit-code-from", "memory", "memory"]).status
            #expect(status == 137)
        }
    }

    @Test("an up that waits names the end, the command and the image")
    func waiting() async throws {
        try await withStack { stack in
            try stack.define(
                """
                services:
                  first: {image: busybox:1, command: tail /dev/zero, mem_limit: 20m}
                """)
            let up = try await stack.berth.run(["up", "--wait"])
            #expect(up.status == 1)
            #expect(
                up.errors.contains(
                    "exited (137) (out of memory) after `tail /dev/zero` of image \"busybox:1\""),
                "\(up)")
        }
    }

    @Test("a container that its user killed was not killed for memory")
    func killed() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  app:
                    image: busybox:1
                    mem_limit: 20m
                    command: sh -c 'tail /dev/zero; echo outlived; sleep 1d'
                """)
            try await eventually("the child was killed") { try await stack.logs("app").contains("outlived") }
            try await stack.berth.succeed("kill", "app")
            let status = try await stack.container("app").status
            #expect(status.hasPrefix("Exited (137)") && status.hasSuffix("(SIGKILL)"), "\(status)")
        }
    }

    @Test(
        "a program that cannot be run is named with its place, image, arguments and remedy; nothing is left",
        arguments: [
            ("command: nosuch -x", "cannot run `nosuch -x` of image \"busybox:1\": \"nosuch\" not found in"),
            ("command: /no/such", "\"/no/such\" not found in the container; correct `command`"),
            ("command: /etc/passwd", "\"/etc/passwd\" is not executable: permission denied; make it"),
            ("command: /etc", "\"/etc\" is a directory"),
            ("command: /etc", "compose.yaml:4:5: service \"s\": cannot run"),
            ("entrypoint: [/none, \"a b\"]", "cannot run `/none 'a b'`"),
        ])
    func programs(attribute: String, message: String) async throws {
        try await withStack { stack in
            try stack.define("services:\n  s:\n    image: busybox:1\n    \(attribute)\n")
            let up = try await stack.berth.run(["up", "-d"])
            #expect(up.status == 1)
            #expect(up.errors.contains(message), "\(up)")
            #expect(try await stack.containers() == [])
        }
    }

    @Test(
        "a file that a service brings along is looked at by the runtime, in the same words",
        arguments: [("/app/none", "not found in"), ("/app/data", "is not executable")])
    func mounted(program: String, message: String) async throws {
        try await withStack { stack in
            try stack.scratch.write("app/data", "text")
            try stack.define(
                """
                services:
                  s:
                    image: busybox:1
                    command: \(program)
                    volumes: [./app:/app]
                """)
            let up = try await stack.berth.run(["up", "-d"])
            #expect(up.status == 1)
            #expect(up.errors.contains("\"\(program)\" \(message)"), "\(up)")
        }
    }
}
