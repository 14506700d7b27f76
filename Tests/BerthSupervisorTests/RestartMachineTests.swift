import BerthModel
import Testing

@testable import BerthSupervisor

private func expect(
    _ machine: inout RestartMachine, status: Int32, after runTime: Duration,
    gives action: RestartMachine.Action
) {
    let given = machine.exited(status: status, after: runTime)
    #expect(given == action)
}

private func expect(
    _ machine: inout RestartMachine, status: Int32, after runTime: Duration,
    differsFrom action: RestartMachine.Action
) {
    let given = machine.exited(status: status, after: runTime)
    #expect(given != action)
}

@Suite("RestartMachine")
struct RestartMachineTests {
    @Test("doubles its delay up to a minute, and starts anew after ten seconds of running")
    func backOff() {
        var machine = RestartMachine(policy: .always)
        machine.startedByUser()
        var delays: [RestartMachine.Action] = []
        for _ in 0..<12 {
            delays.append(machine.exited(status: 0, after: .seconds(1)))
            let isDue = machine.delayElapsed()
            #expect(isDue)
            machine.started()
        }
        #expect(
            delays.prefix(3) == [
                .start(after: .milliseconds(100)), .start(after: .milliseconds(200)),
                .start(after: .milliseconds(400)),
            ])
        #expect(delays.last == .start(after: .seconds(60)))
        expect(&machine, status: 1, after: .seconds(10), gives: .start(after: .milliseconds(100)))
        #expect(machine.restarts == 12)
    }

    @Test("restarts on failure until the limit, and not after a success")
    func onFailure() {
        var machine = RestartMachine(policy: .onFailure(maximum: 2))
        machine.startedByUser()
        for _ in 0..<2 {
            let action = machine.exited(status: 3, after: .zero)
            #expect(action != .none)
            let isDue = machine.delayElapsed()
            #expect(isDue)
            machine.started()
        }
        expect(&machine, status: 3, after: .zero, gives: .none)
        machine.startedByUser()
        expect(&machine, status: 0, after: .zero, gives: .none)
    }

    @Test(
        "stays down after a stop by the user, whatever the policy",
        arguments: [
            RestartPolicy.always, .unlessStopped, .onFailure(maximum: nil),
        ])
    func stopped(policy: RestartPolicy) {
        var machine = RestartMachine(policy: policy)
        machine.startedByUser()
        machine.stopRequested()
        expect(&machine, status: 137, after: .zero, gives: .none)
        machine.startedByUser()
        expect(&machine, status: 137, after: .zero, differsFrom: .none)
        machine.stopRequested()
        let isDue = machine.delayElapsed()
        #expect(!isDue)
    }

    @Test("never restarts by default")
    func no() {
        var machine = RestartMachine(policy: .no)
        machine.startedByUser()
        expect(&machine, status: 1, after: .zero, gives: .none)
    }
}
