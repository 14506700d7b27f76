import Foundation
import LinuxSystem
import TestSupport
import Testing

/// What containers wrote, whole and in order, whoever reads it and whoever is killed meanwhile.
@Suite("Logs", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct LogsTests {
    @Test(
        "200,000 numbered lines are each there once and in order, with the supervisor killed twice meanwhile")
    func manyLines() async throws {
        try await withStack { stack in
            try stack.scratch.write("gates/.keep", "")
            try await stack.up(
                """
                services:
                  writer:
                    image: busybox:1
                    volumes: [./gates:/gates]
                    command:
                      - sh
                      - -c
                      - |
                        for i in $$(seq 0 199); do
                          while [ $$i = 100 -a ! -e /gates/100 ] || [ $$i = 190 -a ! -e /gates/190 ]; do sleep 0.02; done
                          seq $$((i * 1000 + 1)) $$((i * 1000 + 1000))
                          sleep 0.01
                        done
                """)
            // The writer passes a gate only when its supervisor has been killed once more.
            for (line, gate) in [(30_000, "100"), (130_000, "190")] {
                try await eventually("line \(line) was written") {
                    try await stack.lastLine(of: "writer") >= line
                }
                try await stack.killSupervisor()
                try stack.scratch.write("gates/\(gate)", "")
            }
            try await stack.waitUntil("writer", is: "exited")
            #expect(try await stack.container("writer").exitCode == 0)
            let lines = try await stack.logs("writer")
            #expect(lines.count == 200_000)
            let wrong = zip(lines, 1...).first { $0 != String($1) }
            #expect(wrong == nil, "line \(wrong?.1 ?? 0) is \(wrong?.0 ?? "")")
        }
    }

    @Test("a slow writer is followed over the death of its supervisor without a gap")
    func followsOverDeath() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  writer:
                    image: busybox:1
                    command: sh -c 'i=0; while [ $$i -lt 60 ]; do i=$$((i+1)); echo $$i; sleep 0.05; done'
                """)
            let follower = try stack.berth.start("logs", "-f", "--no-log-prefix", in: stack.scratch)
            try await follower.prints("5\n")
            try await stack.killSupervisor()
            try await follower.prints("30\n")
            try await stack.killSupervisor()
            let result = try await follower.end(within: .seconds(30))
            #expect(result.status == 0)
            #expect(result.lines == (1...60).map(String.init))
        }
    }

    private static let three = """
        services:
          one: {image: busybox:1, command: sh -c 'echo a1; sleep 0.2; echo a2; echo wrong >&2; sleep 0.4; echo a3'}
          two: {image: busybox:1, command: sh -c 'sleep 0.1; echo b1; sleep 0.2; echo b2'}
          mute: {image: busybox:1, command: "true"}
        """

    @Test("lines of all services are merged by time, those of named ones alone")
    func merges() async throws {
        try await withStack { stack in
            try await stack.up(Self.three)
            for service in ["one", "two", "mute"] { try await stack.waitUntil(service, is: "exited") }
            let result = try await stack.berth("logs", "-t")
            let times = result.lines.compactMap(\.logTime)
            #expect(times.count == 5 && times == times.sorted(), "\(result)")
            #expect(Set(result.lines.compactMap(\.logPrefix)) == ["one-1", "two-1"])
            #expect(result.errors.hasPrefix("one-1 ") && result.errors.hasSuffix(" wrong\n"), "\(result)")
            #expect(try await stack.logs("two") == ["b1", "b2"])
            #expect(try await Set(stack.logs("two", "one")) == ["a1", "a2", "a3", "b1", "b2"])
            let plain = try await stack.berth("logs", "two")
            #expect(plain.lines == ["two-1  | b1", "two-1  | b2"])
        }
    }

    @Test("-n shows the last lines of each container, --since and --until those of a time")
    func selects() async throws {
        try await withStack { stack in
            try await stack.up(Self.three)
            for service in ["one", "two"] { try await stack.waitUntil(service, is: "exited") }
            let last = try await stack.berth("logs", "--no-log-prefix", "-n", "1")
            #expect(last.lines.sorted() == ["a3", "b2"], "\(last)")
            #expect(try await stack.berth("logs", "-n", "0").lines == [])

            let lines = try await stack.berth("logs", "-t", "one").lines
            let middle = try #require(lines.first { $0.hasSuffix(" a2") }?.logTime)
            let since = try await stack.berth("logs", "--no-log-prefix", "--since", middle, "one").lines
            #expect(Set(since) == ["a2", "a3"])
            let until = try await stack.berth("logs", "--no-log-prefix", "--until", middle, "one").lines
            #expect(until.starts(with: ["a1"]) && !until.contains("a3"))
            #expect(try await stack.berth("logs", "--since", "1h").lines.count == 5)
            #expect(try await stack.berth("logs", "--until", "1h").lines == [])
        }
    }

    @Test("-f ends when the last container has ended, with all that it wrote")
    func followEnds() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  writer: {image: busybox:1, command: sh -c 'echo first; sleep 0.7; printf last'}
                """)
            let result = try await stack.berth("logs", "-f", "--no-log-prefix")
            #expect(result.status == 0)
            #expect(result.lines == ["first", "last"])
        }
    }

    @Test("-f shows what replicas and restarted containers write, and ends with down")
    func followsRestarts() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  writer:
                    image: busybox:1
                    command: sh -c 'echo up; sleep 1d'
                    stop_signal: KILL
                  other: {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                """)
            let follower = try stack.berth.start("logs", "-f", in: stack.scratch)
            try await follower.prints("writer-1  | up\n")
            try await stack.berth.succeed("restart", "writer")
            try await follower.prints("writer-1  | up\nwriter-1  | up\n")
            try await stack.berth.succeed("up", "-d", "--scale", "writer=2")
            try await follower.prints("writer-2  | up\n")
            try await stack.berth.succeed("down")
            #expect(try await follower.end(within: .seconds(10)).status == 0)
        }
    }

    @Test("long lines, lines without an end and bytes that are no text arrive as they were written")
    func faithful() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  writer:
                    image: busybox:1
                    command: ["sh", "-c", "head -c 100000 /dev/zero | tr '\\\\0' x; printf '\\ntab\\tend é\\n\\n'; printf tail"]
                """)
            try await stack.waitUntil("writer", is: "exited")
            let output = try await stack.berth("logs", "--no-log-prefix").output
            #expect(output == String(repeating: "x", count: 100_000) + "\ntab\tend é\n\ntail\n")
        }
    }

    @Test("logs are read while no supervisor runs")
    func withoutSupervisor() async throws {
        try await withStack { stack in
            try await stack.up(Self.three)
            try await stack.waitUntil("one", is: "exited")
            try await stack.killSupervisorAndGuardian()
            #expect(try await stack.logs("two") == ["b1", "b2"])
            #expect(try stack.supervisors() == [])
        }
    }
}

extension Stack {
    /// The number that a service's container wrote last; 0 before the first.
    fileprivate func lastLine(of service: String) async throws -> Int {
        let lines = try await berth("logs", "--no-log-prefix", "-n", "1", service).lines
        return lines.last.flatMap(Int.init) ?? 0
    }
}
