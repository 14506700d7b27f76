import Foundation
import LinuxSystem
import Testing

@testable import OCIRuntime

@Suite("The monitor of a container", needsContainers, .serialized)
struct MonitorTests {
    @Test("it has a session of its own, no descriptor of ours, and stands outside the container's cgroup")
    private func standing() async throws {
        try await ContainerFixture.with(.runc) { fixture in
            let leak = try OwnedDescriptor.duplicating(1)
            try leak.setInheritable()
            let container = try await fixture.start("a", "sleep 1000")
            let pid = container.record.monitor.pid
            #expect(getsid(pid) != getsid(0))
            #expect(try !readText("/proc/\(pid)/cgroup").contains(fixture.stack.path))
            #expect(try readText("/proc/\(container.record.process.pid)/cgroup").contains(fixture.stack.path))
            let open = try directoryEntries("/proc/\(pid)/fd").compactMap {
                try? readSymbolicLink("/proc/\(pid)/fd/\($0)")
            }
            #expect(!open.contains(try readSymbolicLink("/proc/self/fd/\(leak.number)")))
            #expect(try !readText("/proc/\(pid)/environ").contains("HOME="))
        }
    }

    @Test("another process takes a container over by its record, and learns its exit")
    private func adoption() async throws {
        try await ContainerFixture.with(.runc) { fixture in
            let container = try await fixture.start("a", "sleep 1000")
            let text = try JSONEncoder().encode(container.record)
            let record = try JSONDecoder().decode(ContainerProcesses.self, from: text)
            let adopted = try fixture.monitor.adopt(record, persistDirectory: fixture.persistDirectory("a"))
            try adopted.send(SIGKILL)
            #expect(try await adopted.exit().status == 137)
            let late = try fixture.monitor.adopt(record, persistDirectory: fixture.persistDirectory("a"))
            try late.send(SIGKILL)
            #expect(try await late.exit().status == 137)
        }
    }

    @Test("a number that belongs to another process by now is not adopted")
    private func otherProcess() async throws {
        let own = try ProcessIdentity(of: getpid())
        #expect(try own.open() != nil)
        let text = #"{"pid":\#(getpid()),"startTime":1,"boot":"\#(own.boot)"}"#
        let other = try JSONDecoder().decode(ProcessIdentity.self, from: Data(text.utf8))
        #expect(try other.open() == nil)
        #expect(throws: SystemError.self) { _ = try ProcessIdentity(of: 0x3fff_ffff) }
    }

    @Test("when it is killed, the exit status comes from the process itself if that became ours")
    private func killed() async throws {
        try becomeSubreaper()
        try await ContainerFixture.with(.runc) { fixture in
            let container = try await fixture.start("a", "trap 'exit 9' TERM; echo ready; sleep 1000 & wait")
            try await untilLogged(fixture.log("a"), "ready")
            let monitor = try #require(try container.record.monitor.open())
            try monitor.kill()
            try await monitor.hasEnded()
            try container.send(SIGTERM)
            #expect(try await container.exit().status == 9)
            #expect(try await container.exit().status == 9, "kept for who asks later")
        }
    }
}

extension OwnedDescriptor {
    fileprivate func setInheritable() throws {
        #expect(fcntl(number, F_SETFD, 0) == 0)
    }
}
