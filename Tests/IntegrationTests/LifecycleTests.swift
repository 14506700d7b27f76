import Foundation
import TestSupport
import Testing

/// What becomes of containers over time: by their policies and by commands.
@Suite("Lifecycle", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct LifecycleTests {
    @Test("on-failure restarts so often as it says, always with growing pauses, and a success is an end")
    func restartPolicies() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                x-run: &run {image: busybox:1}
                services:
                  twice: {<<: *run, command: sh -c 'echo run; exit 3', restart: "on-failure:2"}
                  always: {<<: *run, command: echo run, restart: always}
                  success: {<<: *run, command: echo run, restart: on-failure}
                  once: {<<: *run, command: sh -c 'echo run; exit 5'}
                """)
            try await stack.waitUntil("twice", is: "exited")
            #expect(try await stack.container("twice").exitCode == 3)
            let runs = try await stack.logs("twice")
            #expect(runs == ["run", "run", "run"])
            try await eventually("always was started five times") {
                try await stack.logs("always").count >= 5
            }
            #expect(try await stack.logs("success") == ["run"])
            #expect(try await stack.logs("once") == ["run"])
            #expect(try await stack.container("once").exitCode == 5)

            let times = try await stack.berth("logs", "-t", "always").lines.compactMap(\.logTime)
            let moments = try times.prefix(5).map { try seconds($0) }
            for (pause, least) in zip(
                zip(moments.dropFirst(), moments).map { $0 - $1 }, [0.1, 0.2, 0.4, 0.8])
            {
                #expect(pause >= least * 0.9 && pause < least * 2 + 1, "pauses of \(moments)")
            }
        }
    }

    /// Seconds in the hour of a line's time.
    private func seconds(_ time: String) throws -> Double {
        let parts = time.dropFirst(14).dropLast().split(separator: ":").compactMap { Double($0) }
        try #require(parts.count == 2)
        return parts[0] * 60 + parts[1]
    }

    @Test("what the user stopped or killed stays down whatever its policy, until it is started")
    func stopsStay() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                x-trap: &trap
                  image: busybox:1
                  command: sh -c 'trap "exit 9" TERM; echo up; sleep 1d & wait'
                services:
                  always: {<<: *trap, restart: always}
                  unless: {<<: *trap, restart: unless-stopped}
                  killed: {<<: *trap, restart: always}
                """)
            for service in ["always", "unless"] {
                try await eventually("\(service) has set its trap") {
                    try await stack.logs(service) == ["up"]
                }
            }
            try await stack.berth.succeed("stop", "always", "unless")
            try await stack.berth.succeed("kill", "killed")
            try await stack.killSupervisor()
            let codes = try await stack.containers().map { "\($0.service) \($0.state) \($0.exitCode)" }
                .sorted()
            #expect(codes == ["always exited 9", "killed exited 137", "unless exited 9"])
            try await stack.berth.succeed("start", "always")
            #expect(try await stack.container("always").state == "running")
            #expect(try await stack.container("unless").state == "exited")
            #expect(try await stack.logs("always") == ["up", "up"])
        }
    }

    @Test("stop_signal and stop_grace_period are obeyed, -t is stronger")
    func stopping() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  signal:
                    image: busybox:1
                    command: sh -c 'trap "exit 4" USR1; echo up; sleep 1d & wait'
                    stop_signal: SIGUSR1
                  stubborn: &stubborn
                    image: busybox:1
                    command: sh -c 'trap "echo asked" TERM; echo up; while :; do sleep 0.05; done'
                    stop_grace_period: 1s
                  patient: {<<: *stubborn, stop_grace_period: 1h}
                """)
            for service in ["signal", "stubborn", "patient"] {
                try await eventually("\(service) is up") { try await stack.logs(service) == ["up"] }
            }
            let stop = try await stack.berth("stop", "signal", "stubborn")
            #expect(stop.status == 0 && stop.duration > .seconds(1) && stop.duration < .seconds(8), "\(stop)")
            #expect(try await stack.container("signal").exitCode == 4)
            #expect(try await stack.container("stubborn").exitCode == 137)
            #expect(try await stack.logs("stubborn") == ["up", "asked"])
            let impatient = try await stack.berth("stop", "-t", "0", "patient")
            #expect(impatient.status == 0 && impatient.duration < .seconds(8))
        }
    }

    @Test("restart runs the same container again; kill sends the signal it is told")
    func restartAndKill() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  app:
                    image: busybox:1
                    command: sh -c 'trap "echo hup" HUP; echo up; while :; do sleep 0.05; done'
                    stop_signal: KILL
                """)
            let id = try await stack.container("app").id
            try await stack.berth.succeed("restart")
            #expect(try await stack.container("app").id == id)
            try await eventually("it is up again") { try await stack.logs() == ["up", "up"] }
            try await stack.berth.succeed("kill", "-s", "HUP")
            try await eventually("it was told") { try await stack.logs() == ["up", "up", "hup"] }
            #expect(try await stack.container("app").state == "running")
            try await stack.berth.succeed("kill")
            #expect(try await stack.container("app").exitCode == 137)
        }
    }

    @Test("a container is healthy when its check says so, and unhealthy after so many failures; --wait tells")
    func health() async throws {
        try await withStack { stack in
            try stack.scratch.write("state/.keep", "")
            try stack.define(
                """
                services:
                  app:
                    image: busybox:1
                    command: sleep 1d
                    stop_signal: KILL
                    volumes: [./state:/state]
                    healthcheck:
                      test: test -e /state/well
                      interval: 200ms
                      retries: 2
                      start_period: 20s
                      start_interval: 100ms
                """)
            let waiting = try stack.berth.start("up", "-d", "--wait", in: stack.scratch)
            try await eventually("it starts") { try await stack.containers().map(\.health) == ["starting"] }
            try stack.scratch.write("state/well", "")
            #expect(try await waiting.end(within: .seconds(20)).status == 0)
            #expect(try await stack.container("app").health == "healthy")
            #expect(try await stack.container("app").status.contains("(healthy)"))
            try FileManager.default.removeItem(atPath: "\(stack.scratch.project)/state/well")
            try await eventually("it is unhealthy") { try await stack.container("app").health == "unhealthy" }
            #expect(try await stack.container("app").state == "running")
            let late = try await stack.berth("up", "-d", "--wait", "--wait-timeout", "5")
            #expect(late.status != 0, "\(late)")
        }
    }

    private static let pair = """
        x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
        services:
          one: {<<: *idle, environment: {VALUE: "1"}}
          two: {<<: *idle}
        """

    @Test("up keeps what has not changed, recreates what has, and everything when forced")
    func recreation() async throws {
        try await withStack { stack in
            try await stack.up(Self.pair)
            let first = try await stack.ids()
            try await stack.berth.succeed("up", "-d")
            #expect(try await stack.ids() == first)
            try stack.define(Self.pair.replacing("\"1\"", with: "\"2\""))
            try await stack.berth.succeed("up", "-d")
            let second = try await stack.ids()
            #expect(second["one"] != first["one"] && second["two"] == first["two"])
            #expect(try await stack.shell("one", "echo $VALUE") == "2\n")
            try await stack.berth.succeed("up", "-d", "--force-recreate")
            let third = try await stack.ids()
            #expect(third["one"] != second["one"] && third["two"] != second["two"])
            try await stack.berth.succeed("stop", "two")
            try await stack.berth.succeed("up", "-d")
            #expect(try await stack.ids() == third)
            #expect(try await stack.container("two").state == "running")
        }
    }

    @Test("a changed env file recreates the services that read it")
    func changedFile() async throws {
        try await withStack { stack in
            try stack.scratch.write("a.env", "VALUE=1\n")
            try await stack.up(Self.pair.replacing("environment: {VALUE: \"1\"}", with: "env_file: a.env"))
            let first = try await stack.ids()
            try stack.scratch.write("a.env", "VALUE=2\n")
            try await stack.berth.succeed("up", "-d")
            let second = try await stack.ids()
            #expect(second["one"] != first["one"] && second["two"] == first["two"])
        }
    }

    @Test("orphans are told of and kept, until --remove-orphans")
    func orphans() async throws {
        try await withStack { stack in
            try await stack.up(Self.pair)
            try stack.define(Self.pair.replacing("\n  two: {<<: *idle}", with: ""))
            let result = try await stack.berth("up", "-d")
            #expect(result.status == 0 && result.errors.contains("\(stack.project)-two-1"), "\(result)")
            #expect(try await stack.containers().count == 2)
            try await stack.berth.succeed("up", "-d", "--remove-orphans")
            #expect(try await stack.containers().map(\.service) == ["one"])
        }
    }

    @Test("--scale makes and removes replicas, and the name answers for each")
    func scale() async throws {
        try await withStack { stack in
            try await stack.up(Self.pair, "--scale", "two=3")
            #expect(
                try await stack.containers("two").map(\.name) == (1...3).map { "\(stack.project)-two-\($0)" })
            #expect(try await stack.addresses(of: "two", from: "one").count == 3)
            try await stack.berth.succeed("up", "-d", "--scale", "two=1")
            #expect(try await stack.containers("two").map(\.name) == ["\(stack.project)-two-1"])
            #expect(try await stack.addresses(of: "two", from: "one").count == 1)
            try await stack.berth.succeed("up", "-d", "--scale", "two=0")
            #expect(try await stack.containers("two") == [])
        }
    }

    @Test("services of a profile come up only with it")
    func profiles() async throws {
        try await withStack { stack in
            try stack.define(
                Self.pair.replacing("two: {<<: *idle}", with: "two: {<<: *idle, profiles: [extra]}"))
            try await stack.berth.succeed("up", "-d")
            #expect(try await stack.containers().map(\.service) == ["one"])
            try await stack.berth.succeed("--profile", "extra", "up", "-d")
            #expect(try await stack.containers().map(\.service) == ["one", "two"])
        }
    }

    @Test("a command that cannot be run is told with its service, and up fails")
    func cannotStart() async throws {
        try await withStack { stack in
            try stack.define("services: {app: {image: busybox:1, command: [/no/such/program]}}")
            let result = try await stack.berth("up", "-d")
            #expect(result.status != 0)
            #expect(result.errors.contains("app") && result.errors.contains("/no/such/program"), "\(result)")
        }
    }
}

extension Stack {
    /// The ids of the containers by service.
    fileprivate func ids() async throws -> [String: String] {
        Dictionary(uniqueKeysWithValues: try await containers().map { ($0.service, $0.id) })
    }
}
