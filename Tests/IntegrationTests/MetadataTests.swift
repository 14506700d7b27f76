import LinuxSystem
import TestSupport
import Testing

/// What is said of a container to others than its own processes.
@Suite("What others are told of containers", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct MetadataTests {
    @Test("labels come from the file, then from the definition, with those that tools filter by")
    func labels() async throws {
        try await withStack { stack in
            try stack.scratch.write("l.labels", "a=file\nb=file\n")
            try stack.scratch.write("more.labels", "b=later\n")
            try stack.scratch.write(".env", "X=1\n")
            try await stack.up(
                """
                services:
                  app:
                    image: busybox:1
                    command: sleep 1d
                    stop_signal: KILL
                    label_file: [l.labels, more.labels]
                    labels: {a: own, n: 1}
                """)
            let before = try await labels(of: "app", in: stack)
            #expect(before["a"] == "own")
            #expect(before["b"] == "later")
            #expect(before["n"] == "1")
            #expect(before["com.docker.compose.oneoff"] == "False")
            #expect(before["com.docker.compose.version"]?.isEmpty == false)
            #expect(before["com.docker.compose.image"]?.hasPrefix("sha256:") == true)
            #expect(before["com.docker.compose.replace"] == nil)
            try await stack.berth.succeed(["up", "-d", "--force-recreate"])
            #expect(try await labels(of: "app", in: stack)["com.docker.compose.replace"] == "app-1")
        }
    }

    @Test("annotations are told to the runtime")
    func annotations() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  map: {image: busybox:1, command: sleep 1d, stop_signal: KILL, annotations: {org.example.a: b c}}
                  list: {image: busybox:1, command: sleep 1d, stop_signal: KILL, annotations: [org.example.a=1]}
                """)
            #expect(try await state(of: "map", in: stack).contains("\"org.example.a\": \"b c\""))
            #expect(try await state(of: "list", in: stack).contains("\"org.example.a\": \"1\""))
        }
    }

    @Test("a runtime of another name makes, enters, stops and removes a container, also after a crash")
    func otherRuntime() async throws {
        try await withStack { stack in
            let calls = "\(stack.scratch.directory)/calls"
            let program = try stack.scratch.write(
                "my-runtime", "#!/bin/sh\necho \"$*\" >> \(calls)\nexec runc \"$@\"\n")
            try setMode(program, 0o755)
            try await stack.up(
                """
                services:
                  app: {image: busybox:1, command: sleep 1d, stop_signal: KILL, runtime: \(program)}
                """)
            #expect(try await stack.shell("app", "echo inside") == "inside\n")
            try PIDDescriptor(opening: stack.supervisor()).kill()
            try await stack.berth.succeed(["restart", "-t", "0"])
            #expect(try await stack.shell("app", "echo again") == "again\n")
            try await stack.berth.succeed(["down", "-t", "0"])
            let text = try readText(calls)
            for verb in [" create ", " start ", " exec ", " delete "] {
                #expect(text.contains(verb), "\(text)")
            }
            #expect(try await stack.leftovers() == [])
        }
    }

    private func labels(of service: String, in stack: Stack) async throws -> [String: String] {
        let text = try await stack.berth.succeed(["ps", "--format", "json", service])
        let list = try #require(text.firstMatch(of: /"Labels":"([^"]*)"/)).output.1
        return Dictionary(
            list.split(separator: ",").compactMap { entry in
                let parts = entry.split(separator: "=", maxSplits: 1)
                return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
            }, uniquingKeysWith: { $1 })
    }

    /// What the runtime that made a container says of it.
    private func state(of service: String, in stack: Stack) async throws -> String {
        let id = try await stack.container(service).id
        let command =
            "for r in runc crun; do $r --root \(stack.runtime)/oci state \(id) && exit; done 2>/dev/null"
        return try await host("sh", "-c", command).output
    }
}
