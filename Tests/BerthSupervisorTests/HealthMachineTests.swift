import BerthModel
import BerthStore
import Testing

@testable import BerthSupervisor

private func probe(retries: Int = 2, startPeriod: Duration = .zero) -> ProbeRecord {
    var probe = ProbeRecord(command: ["true"])
    probe.interval = .seconds(1)
    probe.retries = retries
    probe.startPeriod = startPeriod
    return probe
}

@Suite("HealthMachine")
struct HealthMachineTests {
    @Test("probes early and often until the first regular probe, without counting failures")
    func early() {
        var machine = HealthMachine(probe())
        var clock = Duration.zero
        var counted: [Bool] = []
        for _ in 0..<7 {
            let schedule = machine.next(at: clock)
            clock += schedule.delay
            counted.append(schedule.counts)
            let changed = machine.ended(schedule, succeeded: false)
            #expect(changed == (schedule.counts && counted.filter(\.self).count == 2))
        }
        #expect(counted == [false, false, false, false, false, true, true])
        #expect(clock == .seconds(2))
        #expect(machine.health == .unhealthy)
    }

    @Test("is healthy after the first success, and unhealthy only after so many failures in a row")
    func verdicts() {
        var machine = HealthMachine(probe(retries: 2))
        let first = machine.next(at: .zero)
        #expect(first.delay == .milliseconds(100))
        var changes = [machine.ended(first, succeeded: true)]
        #expect(machine.health == .healthy)
        let second = machine.next(at: .seconds(1))
        #expect(second == HealthMachine.Schedule(delay: .seconds(1), counts: true))
        for succeeded in [false, true, false, false] {
            changes.append(machine.ended(second, succeeded: succeeded))
        }
        #expect(changes == [true, false, false, false, true])
        #expect(machine.health == .unhealthy)
    }

    @Test("does not count failures of the start period")
    func startPeriod() {
        var machine = HealthMachine(probe(retries: 1, startPeriod: .seconds(5)))
        var clock = Duration.zero
        while clock < .milliseconds(4900) {
            let schedule = machine.next(at: clock)
            clock += schedule.delay
            let changed = clock < .seconds(5) && machine.ended(schedule, succeeded: false)
            #expect(!changed)
        }
        #expect(machine.health == .starting)
    }
}
