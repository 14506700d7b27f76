import LinuxSystem
import TestSupport
import Testing

/// Logs that are kept within a limit, and logs that go elsewhere.
@Suite("Log drivers", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct LogRotationTests {
    /// A service that writes 0, and so many numbered lines more once the gate is open.
    private func writer(of lines: Int, _ logging: String, pausing: Bool = false) -> String {
        """
        services:
          writer:
            image: busybox:1
            volumes: [./gate:/gate]
            stop_signal: KILL
            logging: \(logging)
            command:
              - sh
              - -c
              - |
                echo 0
                while [ ! -e /gate/open ]; do sleep 0.02; done
                i=1; while [ $$i -le \(lines) ]; do
                  seq $$i $$((i + 999)); i=$$((i + 1000))\(pausing ? "; sleep 0.02" : "")
                done
        """
    }

    private func open(_ stack: Stack) throws { try stack.scratch.write("gate/open", "") }

    @Test("100,000 lines are followed without a loss while the log is cut, and its end is kept exactly")
    func followed() async throws {
        try await withStack { stack in
            try stack.scratch.write("gate/.keep", "")
            try await stack.up(writer(of: 100_000, "{options: {max-size: 300k, max-file: \"3\"}}"))
            let follower = try stack.berth.start("logs", "-f", "--no-log-prefix", in: stack.scratch)
            try await follower.prints("0\n")
            try open(stack)
            let result = try await follower.end(within: .seconds(60))
            #expect(result.lines.count == 100_001)
            let wrong = zip(result.lines, 0...).first { $0 != String($1) }
            #expect(wrong == nil, "line \(wrong?.1 ?? 0) is \(wrong?.0 ?? "")")

            let kept = try await stack.logs("writer")
            let first = try #require(kept.first.flatMap(Int.init))
            #expect(kept == (first...100_000).map(String.init))
            #expect(try await stack.berth("logs", "--no-log-prefix", "-n", "20000").lines.first == "80001")
        }
    }

    @Test("no more than the limit is kept, also over the death of the supervisor")
    func limited() async throws {
        try await withStack { stack in
            try stack.scratch.write("gate/.keep", "")
            try await stack.up(
                writer(
                    of: 60_000, "{driver: local, options: {max-size: 200k, max-file: \"2\"}}", pausing: true))
            try open(stack)
            try await eventually("the log was cut") { try await files(of: stack).count > 1 }
            try await stack.killSupervisor()
            try await stack.waitUntil("writer", is: "exited")
            let kept = try await stack.logs("writer")
            let first = try #require(kept.first.flatMap(Int.init))
            #expect(first > 1)
            #expect(kept == (first...60_000).map(String.init))
            #expect(try await files(of: stack).count <= 2)
        }
    }

    @Test("with one file, the log begins anew when it is full")
    func oneFile() async throws {
        try await withStack { stack in
            try stack.scratch.write("gate/.keep", "")
            try await stack.up(writer(of: 30_000, "{options: {max-size: 200k}}", pausing: true))
            let follower = try stack.berth.start("logs", "-f", "--no-log-prefix", in: stack.scratch)
            try await follower.prints("0\n")
            try open(stack)
            #expect(try await follower.end(within: .seconds(60)).lines == (0...30_000).map(String.init))
        }
    }

    @Test("with the driver none nothing is kept, and logs says so")
    func none() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  mute: {image: busybox:1, command: sh -c 'echo text; sleep 1d', stop_signal: KILL, logging: {driver: none}}
                """)
            let logs = try await stack.berth("logs")
            #expect(logs.output == "")
            #expect(logs.errors.contains("its logging driver is none"), "\(logs)")
            #expect(try await files(of: stack, "mute") == [])
        }
    }

    @Test("a journal that is not there is told before anything is made", .enabled(if: !hasJournal, "has one"))
    func journal() async throws {
        try await withStack { stack in
            try stack.define("services: {s: {image: busybox:1, logging: {driver: journald}}}")
            let result = try await stack.berth("up", "-d")
            #expect(result.status != 0)
            #expect(result.errors.contains("there is no journal on this host"), "\(result)")
            #expect(try await stack.leftovers() == [])
        }
    }

    /// The sizes of the files of a container's log, without what is kept of removed ones.
    private func files(of stack: Stack, _ service: String = "writer") async throws -> [String] {
        let directory = "\(stack.root)/containers/\(try await stack.container(service).id)"
        return try directoryEntries(directory).filter {
            $0.hasPrefix("container.log") && !$0.hasSuffix(".begun") && !$0.hasSuffix(".tmp")
        }
    }
}

private let hasJournal = fileExists("/run/systemd/journal/socket")
