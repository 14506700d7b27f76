import LinuxSystem
import TestSupport
import Testing

/// Many stacks and many commands at once.
@Suite("Parallel", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct ParallelTests {
    @Test("ten stacks of three services go up and down at the same time without an error")
    func tenStacks() async throws {
        try await withStack { first in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...10 {
                    group.addTask { @Sendable in
                        try await withFurtherStack { stack in try await goUpAndDown(stack) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await first.leftovers() == [])
        }
    }

    @Test("commands on one stack at the same time all succeed and leave what the last word says")
    func manyCommands() async throws {
        try await withStack { stack in
            try await stack.up(threeServices(port: try freePort()))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for arguments in [
                    ["up", "-d"], ["ps", "-a"], ["restart", "two"], ["up", "-d"], ["logs"],
                    ["stop", "three"],
                ] {
                    group.addTask { try await stack.berth.succeed(arguments) }
                }
                try await group.waitForAll()
            }
            try await stack.berth.succeed("up", "-d")
            #expect(try await stack.containers().map(\.state) == ["running", "running", "running"])
        }
    }

    @Test("the first command of a stack may be several at once: one supervisor serves them")
    func firstCommands() async throws {
        try await withStack { stack in
            try stack.define(threeServices(port: try freePort()))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...4 { group.addTask { try await stack.berth.succeed("up", "-d") } }
                try await group.waitForAll()
            }
            #expect(try await stack.containers().count == 3)
            try await eventually("there is one guardian, and its supervisor") {
                try stack.supervisionProcesses() == 2 && stack.supervisors().count == 2
            }
        }
    }
}

private func threeServices(port: UInt16) -> String {
    """
    x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
    services:
      one: {<<: *idle, depends_on: [two]}
      two: {<<: *idle, ports: ["\(port):80"]}
      three: {<<: *idle}
    """
}

private func goUpAndDown(_ stack: Stack) async throws {
    for _ in 1...2 {
        try await stack.up(threeServices(port: try freePort()))
        #expect(try await stack.containers().map(\.state) == ["running", "running", "running"])
        let hosts = try await stack.inside("one", "nslookup", "three")
        #expect(hosts.contains("three"), "\(hosts)")
        try await stack.berth.succeed("down")
        #expect(try await stack.leftovers() == [])
    }
}
