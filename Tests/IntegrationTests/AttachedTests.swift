import LinuxSystem
import TestSupport
import Testing

/// `berth up` in the foreground.
@Suite("Attached up", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct AttachedTests {
    private static let chain = """
        x-service: &service
          image: busybox:1
          command: &clock
            - sh
            - -c
            - |
              trap 'touch /times/$$HOSTNAME.stopping; sleep 0.1; touch /times/$$HOSTNAME.stopped; echo bye; exit 0' TERM
              echo "hello from $$HOSTNAME"
              sleep 1d & wait
          volumes: [./times:/times]
        services:
          web: {<<: *service, hostname: web, depends_on: [db]}
          db: {<<: *service, hostname: db}
        """

    @Test("logs are shown with names in front; Ctrl-C stops the containers in order and the status is 130")
    func interrupted() async throws {
        try await withStack { stack in
            try stack.scratch.write("times/.keep", "")
            try stack.define(Self.chain)
            let up = try stack.berth.start("up", in: stack.scratch)
            try await up.prints("web-1  | hello from web\n")
            try await up.prints("db-1   | hello from db\n")
            try up.send(SignalNumber.interrupt)
            let result = try await up.end(within: .seconds(20))
            #expect(result.status == 130, "\(result)")
            #expect(
                result.output.contains("web-1  | bye\n") && result.output.contains("db-1   | bye\n"),
                "\(result)")
            #expect(Set(try await stack.containers().map { "\($0.state) \($0.exitCode)" }) == ["exited 0"])
            let times = "\(stack.scratch.project)/times"
            let web = try #require(try modificationTime("\(times)/web.stopped"))
            let database = try #require(try modificationTime("\(times)/db.stopping"))
            #expect(web <= database, "db was stopped before web had")
        }
    }

    @Test("a second Ctrl-C kills what does not stop")
    func killed() async throws {
        try await withStack { stack in
            try stack.define(
                """
                services:
                  app:
                    image: busybox:1
                    command: sh -c 'trap "echo no" TERM; echo up; while :; do sleep 0.05; done'
                    stop_grace_period: 1h
                """)
            let up = try stack.berth.start("up", in: stack.scratch)
            try await up.prints("app-1  | up\n")
            try up.send(SignalNumber.interrupt)
            try await up.prints("app-1  | no\n")
            try up.send(SignalNumber.interrupt)
            let result = try await up.end(within: .seconds(10))
            #expect(result.status == 130, "\(result)")
            #expect(try await stack.container("app").exitCode == 137)
        }
    }

    private static let jobs = """
        services:
          quick: {image: busybox:1, command: sh -c 'echo q; sleep 0.3; exit 3'}
          slow: {image: busybox:1, command: sh -c 'trap "exit 6" TERM; echo s; sleep 1d & wait'}
        """

    @Test("it ends by itself when the last container has, with all their lines")
    func endsByItself() async throws {
        try await withStack { stack in
            try stack.define(
                """
                services:
                  one: {image: busybox:1, command: seq 1 50}
                  two: {image: busybox:1, command: sh -c 'sleep 0.3; printf end'}
                """)
            let result = try await stack.berth("up", "--no-log-prefix")
            #expect(result.status == 0, "\(result)")
            let numbers = result.lines.filter { Int($0) != nil }
            #expect(numbers == (1...50).map(String.init))
            #expect(result.lines.contains("end"), "\(result)")
        }
    }

    @Test("--abort-on-container-exit stops the others; --exit-code-from gives one's status")
    func aborts() async throws {
        try await withStack { stack in
            try stack.define(Self.jobs)
            let result = try await stack.berth("up", "--abort-on-container-exit")
            #expect(result.status == 3, "\(result)")
            #expect(try await stack.container("slow").exitCode == 6)
            let chosen = try await stack.berth("up", "--exit-code-from", "slow")
            #expect(chosen.status == 6, "\(chosen)")
        }
    }

    @Test("--attach shows one service alone, and a restarted container goes on being shown")
    func selects() async throws {
        try await withStack { stack in
            try stack.define(
                """
                services:
                  slow: {image: busybox:1, command: sh -c 'trap "exit 6" TERM; echo s; sleep 1d & wait'}
                  other: {image: busybox:1, command: sh -c 'echo q; sleep 1d', stop_signal: KILL}
                """)
            let up = try stack.berth.start("up", "--attach", "slow", in: stack.scratch)
            try await up.prints("slow-1  | s\n")
            try await stack.berth.succeed("restart", "slow")
            try await up.prints("slow-1  | s\nslow-1 exited with code 6\nslow-1  | s\n")
            try up.send(SignalNumber.interrupt)
            let result = try await up.end(within: .seconds(20))
            #expect(!result.output.contains("| q"), "\(result)")
        }
    }

    @Test("a service with attach: false is not shown, unless it is asked for")
    func silentService() async throws {
        try await withStack { stack in
            try stack.define(
                """
                services:
                  loud: {image: busybox:1, command: echo heard}
                  silent: {image: busybox:1, command: echo unheard, attach: false}
                """)
            let result = try await stack.berth("up")
            #expect(result.output.contains("| heard") && !result.output.contains("| unheard"), "\(result)")
            let asked = try await stack.berth("up", "--attach", "silent")
            #expect(asked.output.contains("| unheard"), "\(asked)")
        }
    }

    @Test("on a terminal, Ctrl-C of the keyboard does the same, and logs are in colour")
    func terminal() async throws {
        try await withStack { stack in
            try stack.define(
                "services: {app: {image: busybox:1, command: sh -c 'trap \"exit 0\" TERM; echo up; sleep 1d & wait'}}"
            )
            let result = try await onTerminal(stack, "berth up", typing: "up\r\n", "\\x03")
            #expect(result.status == 130, "\(result)")
            #expect(result.output.contains("\u{1b}[") && result.output.contains("app-1"), "\(result)")
            #expect(try await stack.container("app").state == "exited")
        }
    }
}
