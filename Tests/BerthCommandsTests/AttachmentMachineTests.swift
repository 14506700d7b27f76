import BerthModel
import Testing

@testable import BerthCommands

private func ended(_ name: String, _ status: Int32) -> ContainerStatus {
    var container = ContainerStatus(
        id: name, name: name, project: "p", service: String(name.prefix { $0 != "-" }), number: 1, image: "i")
    container.exitStatus = status
    return container
}

private func watching(_ end: AttachmentEnd, _ names: String...) -> AttachmentMachine {
    var machine = AttachmentMachine(end: end)
    for name in names { machine.watch(name) }
    return machine
}

@Suite("An attached up")
struct AttachmentMachineTests {
    @Test("ends with 0 when the last container has ended, whatever their statuses")
    func allExits() {
        var machine = watching(.allExits, "a-1", "b-1")
        #expect(
            machine.exited(ended("a-1", 3), restarts: false) == [.reportExit(container: "a-1", status: 3)])
        #expect(
            machine.exited(ended("b-1", 0), restarts: false)
                == [.reportExit(container: "b-1", status: 0), .leave])
        #expect(machine.status == 0)
    }

    @Test("stays while the restart policy starts a container again") func restarts() {
        var machine = watching(.allExits, "a-1")
        #expect(machine.exited(ended("a-1", 1), restarts: true) == [.reportExit(container: "a-1", status: 1)])
        #expect(machine.removed("a-1") == [.leave])
    }

    @Test("with --abort-on-container-exit has the status of the first that ended, never of those it stopped")
    func abortOnExit() {
        var machine = watching(.anyExit(statusOf: nil), "a-1", "b-1")
        #expect(
            machine.exited(ended("a-1", 5), restarts: false) == [
                .reportExit(container: "a-1", status: 5), .reportAbort(container: "a-1"), .stop,
            ])
        #expect(
            machine.exited(ended("b-1", 137), restarts: false) == [
                .reportExit(container: "b-1", status: 137, reason: "SIGKILL"), .leave,
            ])
        #expect(machine.status == 5)
    }

    @Test("keeps a first status of 0 too") func abortOnSuccess() {
        var machine = watching(.anyExit(statusOf: nil), "a-1", "b-1")
        _ = machine.exited(ended("a-1", 0), restarts: false)
        _ = machine.exited(ended("b-1", 143), restarts: false)
        #expect(machine.status == 0)
    }

    @Test("with --exit-code-from has the status of that service, even when it was stopped")
    func exitCodeFrom() {
        var machine = watching(.anyExit(statusOf: "test"), "db-1", "test-1")
        #expect(machine.exited(ended("db-1", 1), restarts: false).contains(.stop))
        #expect(machine.exited(ended("test-1", 143), restarts: false).last == .leave)
        #expect(machine.status == 143)
    }

    @Test("with --abort-on-container-failure lets containers succeed") func abortOnFailure() {
        var machine = watching(.anyFailure, "a-1", "b-1", "c-1")
        #expect(
            machine.exited(ended("a-1", 0), restarts: false) == [.reportExit(container: "a-1", status: 0)])
        #expect(machine.exited(ended("b-1", 2), restarts: false).contains(.stop))
        #expect(machine.exited(ended("c-1", 137), restarts: false).last == .leave)
        #expect(machine.status == 2)
    }

    @Test("stops at the first Ctrl-C, kills at the second, leaves at the third, with 130")
    func interrupted() {
        var machine = watching(.allExits, "a-1")
        #expect(machine.interrupted() == [.stop])
        #expect(machine.interrupted() == [.kill])
        #expect(machine.interrupted() == [.abandon])
        #expect(machine.status == 130)
    }

    @Test("does not wait for a restart once it stops") func restartWhileStopping() {
        var machine = watching(.allExits, "a-1")
        _ = machine.interrupted()
        #expect(machine.exited(ended("a-1", 143), restarts: true).last == .leave)
    }
}
