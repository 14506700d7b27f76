import Foundation
import LinuxSystem
import Testing

@testable import OCIRuntime

private let runtimes: [Runtime.Kind] = [.runc, .crun]

@Suite("Processes in containers", needsContainers, .serialized)
struct ExecTests {
    init() throws { try becomeSubreaper() }

    @Test("a process returns its exit status", arguments: runtimes)
    private func status(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            _ = try await fixture.start("a", "sleep 1000")
            #expect(try await fixture.runtime.execute(process("exit 0"), in: "a") == 0)
            #expect(try await fixture.runtime.execute(process("exit 42"), in: "a") == 42)
            #expect(try await fixture.runtime.execute(process("kill -9 $$"), in: "a") == 137)
        }
    }

    @Test("a program that is not there is named", arguments: runtimes)
    private func noProgram(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            let container = try await fixture.start("a", "sleep 1000")
            await #expect(throws: RuntimeError.program(.notInPath("nosuch"))) {
                var process = process("")
                process.args = ["nosuch"]
                _ = try await fixture.runtime.probe(
                    process, in: container, timeout: .seconds(20), pidFile: "\(fixture.directory)/probe")
            }
            try container.send(SIGKILL)
            #expect(try await container.exit().status == 137, "nothing of the failure holds the container")
        }
    }

    @Test("a probe's output and status are told, the output up to a limit", arguments: runtimes)
    private func probe(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            let container = try await fixture.start("a", "sleep 1000")
            let pidFile = "\(fixture.directory)/probe"
            let short = try await fixture.runtime.probe(
                process("echo out; echo err >&2; exit 1"), in: container, timeout: .seconds(20),
                pidFile: pidFile)
            #expect(short == .finished(status: 1, output: "out\nerr\n"))
            let long = try await fixture.runtime.probe(
                process("seq 100000"), in: container, timeout: .seconds(20), pidFile: pidFile)
            #expect(long.output.utf8.count == 4096)
            #expect(long.output.hasPrefix("1\n2\n3\n"))
            #expect(!fileExists(pidFile))
        }
    }

    @Test("a probe whose child keeps the output open ends with its own process", arguments: runtimes)
    private func backgroundChild(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            let container = try await fixture.start("a", "sleep 1000")
            let result = try await fixture.runtime.probe(
                process("sleep 500 & echo left"), in: container, timeout: .seconds(20),
                pidFile: "\(fixture.directory)/probe")
            #expect(result == .finished(status: 0, output: "left\n"))
        }
    }

    @Test("a probe that takes too long is killed inside the container too", arguments: runtimes)
    private func timeout(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            let container = try await fixture.start("a", "sleep 1000")
            let before = try fixture.cgroup("a").processes()
            let result = try await fixture.runtime.probe(
                process("echo slow; exec sleep 2000"), in: container, timeout: .milliseconds(700),
                pidFile: "\(fixture.directory)/probe")
            #expect(result == .timedOut(output: "slow\n"))
            let after = try fixture.cgroup("a").processes().subtracting(before)
            for pid in after { try await PIDDescriptor(opening: pid).hasEnded() }
        }
    }

    @Test("a probe that is cancelled is killed", .timeLimit(.minutes(1)))
    private func cancelled() async throws {
        try await ContainerFixture.with(.runc) { fixture in
            let container = try await fixture.start("a", "sleep 1000")
            let runtime = fixture.runtime
            let pidFile = "\(fixture.directory)/probe"
            let task = Task {
                try await runtime.probe(
                    process("exec sleep 2000"), in: container, timeout: .seconds(1000), pidFile: pidFile)
            }
            let watch = try FileWatch()
            try watch.add(fixture.directory, for: [.created, .arrived])
            while !fileExists(pidFile) { _ = try await watch.next() }
            task.cancel()
            await #expect(throws: CancellationError.self) { _ = try await task.value }
            // A process of the probe that nobody reaped would hold the container.
            try container.send(SIGKILL)
            #expect(try await container.exit().status == 137)
        }
    }
}
