import LinuxSystem
import TestSupport
import Testing

/// What ends a container, and how long it may take.
@Suite("The end of a container", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct StopTests {
    @Test(
        "a stop sends the signal of the definition, by name or number", arguments: ["SIGUSR1", "USR1", "10"])
    func signal(_ name: String) async throws {
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  app:
                    image: busybox:1
                    command: [sh, -c, "trap 'echo got it; exit 7' USR1; echo ready; while :; do sleep 1d & wait; done"]
                    stop_signal: "\(name)"
                """)
            try await eventually("the trap is set") { try await stack.logs("app").contains("ready") }
            try await stack.berth.succeed(["stop"])
            #expect(try await stack.logs("app").contains("got it"))
            #expect(try await stack.container("app").exitCode == 7)
        }
    }

    @Test("a process that does not end is killed when the grace period is over, and not before")
    func gracePeriod() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  app:
                    image: busybox:1
                    command: [sh, -c, "trap : TERM; echo ready; while :; do sleep 1d & wait; done"]
                    stop_grace_period: 1500ms
                """)
            try await eventually("the trap is set") { try await stack.logs("app").contains("ready") }
            let begin = ContinuousClock.now
            try await stack.berth.succeed(["stop"])
            #expect(begin.duration(to: .now) >= .milliseconds(1500))
            #expect(begin.duration(to: .now) < .seconds(9))
            #expect(try await stack.container("app").exitCode == 137)
        }
    }

    @Test("an interactive shell stays and its output is in the log")
    func terminal() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  app: {image: busybox:1, command: sh, tty: true, stop_signal: KILL}
                  said: {image: busybox:1, command: "sh -c 'echo out; echo err >&2'", tty: true}
                """)
            try await stack.waitUntil("said", is: "exited")
            #expect(try await stack.container("app").state == "running")
            #expect(try await stack.berth("logs", "--no-log-prefix", "said").output == "out\r\nerr\r\n")
        }
    }
}
