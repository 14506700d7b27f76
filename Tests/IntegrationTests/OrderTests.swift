import Foundation
import TestSupport
import Testing

/// When services start and stop, told by themselves: each makes files in a shared directory, whose times tell.
@Suite("Order", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct OrderTests {
    /// A diamond with two sides that do not know each other, and conditions of every kind.
    private static let diamond = """
        x-service: &service
          image: busybox:1
          volumes: [./times:/times]
        services:
          top:
            <<: *service
            command: &clock
              - sh
              - -c
              - |
                trap 'touch /times/$$HOSTNAME.stopping; sleep 0.2; touch /times/$$HOSTNAME.stopped; exit 0' TERM
                touch /times/$$HOSTNAME.started
                sleep 0.2
                touch /times/$$HOSTNAME.ready
                sleep 1d & wait
            hostname: top
            depends_on:
              left: {condition: service_healthy}
              right: {condition: service_started}
          left:
            <<: *service
            command: *clock
            hostname: left
            depends_on: {setup: {condition: service_completed_successfully}}
            healthcheck: {test: [CMD, test, -e, /times/left.ready], interval: 200ms}
          right:
            <<: *service
            command: *clock
            hostname: right
            depends_on: {setup: {condition: service_completed_successfully}}
          setup:
            <<: *service
            command: [sh, -c, "sleep 0.3; touch /times/setup.done"]
        """

    @Test("starts follow the conditions, stops go the other way, and what is independent overlaps")
    func diamond() async throws {
        try await withStack { stack in
            try stack.scratch.write("times/.keep", "")
            try await stack.up(Self.diamond, "--wait")
            try await eventually("every service is ready") {
                try ["top", "left", "right"].allSatisfy { try stack.time($0, "ready") != nil }
            }
            try await stack.berth.succeed("stop")
            let times = try Times(of: stack)
            let setup = try await stack.container("setup")
            #expect(setup.state == "exited" && setup.exitCode == 0)

            #expect(try times["left", "started"] >= times["setup", "done"])
            #expect(try times["right", "started"] >= times["setup", "done"])
            #expect(
                try times["top", "started"] >= times["left", "ready"], "top did not wait for left's health")
            #expect(try times["right", "started"] < times["left", "ready"], "right waited for left")
            #expect(try times["left", "started"] < times["right", "ready"], "left waited for right")

            #expect(try times["left", "stopping"] >= times["top", "stopped"], "left stopped under top")
            #expect(try times["right", "stopping"] >= times["top", "stopped"], "right stopped under top")
            #expect(
                try times["right", "stopping"] < times["left", "stopped"], "right waited for left to stop")
            #expect(
                try times["left", "stopping"] < times["right", "stopped"], "left waited for right to stop")
        }
    }

    @Test("down stops dependents before what they depend on, as stop does")
    func down() async throws {
        try await withStack { stack in
            try stack.scratch.write("times/.keep", "")
            try await stack.up(Self.diamond, "--wait")
            try await stack.berth.succeed("down")
            let times = try Times(of: stack)
            #expect(try times["left", "stopping"] >= times["top", "stopped"])
            #expect(try times["right", "stopping"] >= times["top", "stopped"])
        }
    }

    @Test("a named service brings what it depends on, and nothing else")
    func selection() async throws {
        try await withStack { stack in
            try stack.scratch.write("times/.keep", "")
            try stack.define(Self.diamond)
            try await stack.berth.succeed("up", "-d", "right")
            #expect(Set(try await stack.containers().map(\.service)) == ["right", "setup"])
        }
    }

    @Test("a dependency that fails keeps its dependents from starting, and up says which")
    func failedDependency() async throws {
        try await withStack { stack in
            try stack.define(
                """
                services:
                  app:
                    image: busybox:1
                    command: sleep 1d
                    depends_on: {setup: {condition: service_completed_successfully}}
                  setup:
                    image: busybox:1
                    command: sh -c 'exit 7'
                """)
            let result = try await stack.berth("up", "-d")
            #expect(result.status != 0)
            #expect(result.errors.contains("setup") && result.errors.contains("7"), "\(result)")
            #expect(try await stack.containers("app") == [], "what cannot be started is not undone")
            #expect(try await stack.container("setup").exitCode == 7)
        }
    }

    @Test("a dependency that becomes unhealthy fails up in time, not after it")
    func unhealthyDependency() async throws {
        try await withStack { stack in
            try stack.define(
                """
                services:
                  app:
                    image: busybox:1
                    command: sleep 1d
                    depends_on: {sick: {condition: service_healthy}}
                  sick:
                    image: busybox:1
                    command: sleep 1d
                    healthcheck: {test: [CMD, "false"], interval: 200ms, retries: 2}
                """)
            let result = try await stack.berth("up", "-d")
            #expect(result.status != 0)
            #expect(result.errors.contains("sick") && result.errors.contains("unhealthy"), "\(result)")
            #expect(result.duration < .seconds(10))
            #expect(try await stack.containers("app") == [], "what cannot be started is not undone")
        }
    }
}

/// The times of the files that services made.
private struct Times {
    let stack: Stack

    init(of stack: Stack) throws { self.stack = stack }

    subscript(service: String, event: String) -> Double {
        get throws { try #require(try stack.time(service, event), "\(service) was never \(event)") }
    }
}

extension Stack {
    /// When a service made the file of an event; nil when it did not.
    fileprivate func time(_ service: String, _ event: String) throws -> Double? {
        let path = "\(scratch.project)/times/\(service).\(event)"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let date = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        return date?.timeIntervalSince1970
    }
}
