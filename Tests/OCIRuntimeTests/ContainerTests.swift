import Foundation
import LinuxSystem
import Testing

@testable import OCIRuntime

private let runtimes: [Runtime.Kind] = [.runc, .crun]

@Suite("Containers", needsContainers, .serialized)
struct ContainerTests {
    @Test(
        "a container waits after its creation, runs when started, and leaves its exit status",
        arguments: runtimes)
    private func life(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            let container = try await fixture.create("a", ["sh", "-c", "echo out; echo err >&2; exit 3"])
            #expect(try readText(fixture.log("a")).isEmpty)
            try await fixture.runtime.start(container)
            let exit = try await container.exit()
            #expect(exit.status == 3)
            #expect(!exit.wasOutOfMemory)
            #expect(abs(exit.finishedAt - currentTime()) < 60)
            #expect(Set(try fixture.output("a")) == ["out", "err"])
            #expect(try await container.exit() == exit, "may be asked again")
        }
    }

    @Test("our start leaves a container in the state that the runtime's own start does", arguments: runtimes)
    private func sameStart(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            _ = try await fixture.start("ours", "sleep 1000")
            _ = try await fixture.create("theirs", ["sh", "-c", "sleep 1000"])
            _ = try await call(fixture, ["start", "theirs"])
            #expect(try await state(fixture, "ours") == "running")
            #expect(try await state(fixture, "theirs") == "running")
            #expect(
                try directoryEntries("\(fixture.directory)/state/ours")
                    == directoryEntries("\(fixture.directory)/state/theirs"))
        }
    }

    @Test("our removal leaves nothing that the runtime knows, no cgroup and no process", arguments: runtimes)
    private func removal(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            let container = try await fixture.start("a", "sleep 1000 & sleep 1001")
            #expect(!fixture.hierarchies.directories(of: fixture.cgroup("a").path).isEmpty)
            try await fixture.runtime.delete("a", cgroup: fixture.cgroup("a"))
            #expect(fixture.hierarchies.directories(of: fixture.cgroup("a").path).isEmpty)
            #expect(try await container.exit().status == 137)
            #expect(try await call(fixture, ["list", "-q"]) == "")
            #expect(try directoryEntries("\(fixture.directory)/state").isEmpty)
            try await fixture.runtime.delete("a", cgroup: fixture.cgroup("a"))
        }
    }

    @Test("an id can be created again after its removal, and its log goes on", arguments: runtimes)
    private func secondLife(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            for round in 1...2 {
                let container = try await fixture.start("a", "echo round \(round); exit \(round)")
                #expect(try await container.exit().status == Int32(round))
                try await fixture.runtime.delete("a", cgroup: fixture.cgroup("a"))
            }
            #expect(try fixture.output("a") == ["round 1", "round 2"])
        }
    }

    @Test("an end by a signal is 128 and its number", arguments: runtimes)
    private func signalled(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            let container = try await fixture.start("a", "trap 'exit 5' TERM; echo ready; sleep 1000 & wait")
            try await untilLogged(fixture.log("a"), "ready")
            #expect(!container.discards(SIGTERM))
            #expect(container.discards(SIGUSR1))
            try container.send(SIGTERM)
            #expect(try await container.exit().status == 5)
            let other = try await fixture.start("b", "echo ready; sleep 1000")
            try await untilLogged(fixture.log("b"), "ready")
            #expect(other.discards(SIGTERM))
            #expect(!other.discards(SIGKILL))
            try other.send(SIGKILL)
            #expect(try await other.exit().status == 137)
            try other.send(SIGKILL)
        }
    }

    @Test("an end for lack of memory is told", arguments: runtimes)
    private func outOfMemory(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            var spec = fixture.spec(["sh", "-c", "x=$(busybox tr '\\0' a < /dev/zero)"])
            spec.linux.resources?.memory = .init(limit: 20 << 20)
            let container = try await fixture.create("a", spec)
            try await fixture.runtime.start(container)
            let exit = try await container.exit()
            #expect(exit.wasOutOfMemory)
            #expect(exit.status != 0)
            #expect(!fileExists("oom"), "conmon leaves the file in its directory")
        }
    }

    @Test(
        "a program that is not there or may not run is named, with the status a shell gives",
        arguments: runtimes)
    private func noProgram(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            await #expect(throws: RuntimeError.program(.notInPath("nosuch"))) {
                _ = try await fixture.create("a", ["nosuch"])
            }
            await #expect(throws: RuntimeError.program(.missing("/bin/nosuch"))) {
                _ = try await fixture.create("b", ["/bin/nosuch"])
            }
            await #expect(throws: RuntimeError.program(.notExecutable("/etc"))) {
                _ = try await fixture.create("c", ["/etc"])
            }
            #expect(RuntimeError.program(.missing("x")).exitStatus == 127)
            #expect(RuntimeError.program(.notExecutable("x")).exitStatus == 126)
        }
    }

    @Test("a container that has ended before its start cannot be started")
    private func endedEarly() async throws {
        try await ContainerFixture.with(.runc) { fixture in
            let container = try await fixture.create("a", ["true"])
            try container.send(SIGKILL)
            try await container.hasEnded()
            await #expect(throws: RuntimeError.endedBeforeStart("a")) {
                try await fixture.runtime.start(container)
            }
        }
    }

    @Test("a second start is refused", arguments: runtimes)
    private func startedTwice(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            let container = try await fixture.start("a", "sleep 1000")
            await #expect(throws: RuntimeError.self) { try await fixture.runtime.start(container) }
        }
    }

    @Test("the system call filter is in force, and both its forms refuse the same", arguments: runtimes)
    private func seccomp(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            let script = "cat /proc/self/status; busybox hostname other; echo done"
            var spec = fixture.spec(["sh", "-c", script])
            let programs = try SeccompPrograms(directory: "\(fixture.directory)/seccomp")
            try spec.confine(by: programs, for: kind)
            // The filter was made for a container without this capability, so only the filter refuses.
            let capable = (spec.process.capabilities?.bounding ?? []) + ["CAP_SYS_ADMIN"]
            spec.process.capabilities = .init(capable)
            let container = try await fixture.create("a", spec)
            try await fixture.runtime.start(container)
            #expect(try await container.exit().status == 0)
            let output = try fixture.output("a")
            #expect(output.contains("Seccomp:\t2"))
            #expect(output.contains("done"))
            #expect(output.contains("hostname: sethostname: Operation not permitted"))
        }
    }

    @Test("a program mounted read-only serves as well, and is released", arguments: [Runtime.Kind.runc])
    private func readOnlyProgram(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            let path = "\(fixture.directory)/runtime"
            let prepared = try fixture.runtime.prepared(at: path)
            defer { try? Runtime.release(path) }
            #expect(try fixture.runtime.prepared(at: path) == prepared)
            #expect(try mountPoints(below: path).count == 1)
            let container = try await fixture.start("a", "sleep 1000")
            #expect(try await prepared.execute(process("true"), in: "a") == 0)
            _ = container
            try Runtime.release(path)
            #expect(!fileExists(path))
            try Runtime.release(path)
        }
    }

    @Test("many at once do not meet", arguments: runtimes)
    private func many(_ kind: Runtime.Kind) async throws {
        try await ContainerFixture.with(kind) { fixture in
            let statuses = try await withThrowingTaskGroup(of: Int32?.self) { group in
                for number in 1...12 {
                    group.addTask {
                        let container = try await fixture.start("c\(number)", "exit \(number)")
                        let exit = try await container.exit()
                        try await fixture.runtime.delete("c\(number)", cgroup: fixture.cgroup("c\(number)"))
                        return exit.status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(statuses) == Set(1...12))
        }
    }

    private func call(_ fixture: ContainerFixture, _ arguments: [String]) async throws -> String {
        try await run(
            ProcessDescription(fixture.runtime.executable, fixture.runtime.globalArguments + arguments)
        ).text
    }

    private func state(_ fixture: ContainerFixture, _ id: String) async throws -> String? {
        let text = try await call(fixture, ["state", id])
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return object?["status"] as? String
    }
}

/// A process of a test that runs a shell command.
func process(_ script: String) -> RuntimeSpec.Process {
    var process = RuntimeSpec.Process(args: ["sh", "-c", script])
    process.env = ["PATH=/bin"]
    return process
}

/// Suspends until a file holds a text.
func untilLogged(_ path: String, _ text: String) async throws {
    let watch = try FileWatch()
    try watch.add(path, for: .written)
    while try !readText(path).contains(text) { _ = try await watch.next() }
}
