internal import BerthEngine
internal import BerthLogs
internal import BerthModel
internal import BerthStore
internal import LinuxSystem
internal import Logging
internal import OCIRuntime
internal import Synchronization

extension Supervisor {
    /// Watches every process of a container from when it is made to its end.
    ///
    /// Runs until it is cancelled.
    func watchContainers() async throws {
        await withDiscardingTaskGroup { group in
            for id in await interruptedRestarts() {
                group.addTask { @Sendable in await self.logged(id) { try await self.restart(id) } }
            }
            for await id in engine.launches {
                group.addTask { @Sendable in await self.logged(id) { try await self.watch(id) } }
            }
        }
    }

    /// Does something to a container that concerns no other: a failure is logged.
    private func logged(_ id: String, _ act: () async throws -> Void) async {
        do { try await act() } catch is CancellationError {} catch { log.error("container \(id): \(error)") }
    }

    private func watch(_ id: String) async throws {
        guard let processes = engine.processes(of: id) else { return }
        let forwarding = try await engine.logForwarding(of: id)
        let exit = try await withThrowingTaskGroup(of: ContainerExit?.self) { group in
            group.addTask { @Sendable in
                let exit = try await processes.exit()
                await forwarding?.finish()
                return exit
            }
            group.addTask { @Sendable in
                await self.tendLog(of: id, forwarding)
                return nil
            }
            group.addTask { @Sendable in
                try await self.probe(id)
                return nil
            }
            group.addTask { @Sendable in
                try await self.startFollowers(of: id)
                return nil
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let exit = result { return exit }
            }
            throw CancellationError()
        }
        guard let record = await engine.state.container(id), !record.isLeaving else { return }
        guard let delay = try await recordEnd(of: id, exit) else { return }
        try await Task.sleep(for: delay)
        try await restart(id)
    }

    /// Keeps the log of a container within its limit and sends it on.
    private func tendLog(of id: String, _ forwarding: LogForwarding?) async {
        await withDiscardingTaskGroup { group in
            group.addTask { @Sendable in
                await self.logged(id) { try await self.engine.rotateLog(of: id) }
            }
            group.addTask { @Sendable in
                await self.logged(id) {
                    try await forwarding?.run { self.log.warning("container \(id): its log waits: \($0)") }
                }
            }
        }
    }

    /// Records how a container ended; the result is after how long its policy starts it again, nil if it does not.
    func recordEnd(of id: String, _ exit: ContainerExit) async throws -> Duration? {
        try await engine.ended(id, exit) { record in
            guard case .start(let delay) = self.restartAction(for: record, exit) else { return nil }
            return delay
        }
    }

    // MARK: Restarts

    /// The containers that were about to be started again when the machine or the supervisor before ended.
    private func interruptedRestarts() async -> [String] {
        await engine.state.containers.map(\.status).filter { $0.state == .restarting }.map(\.id)
    }

    private func restart(_ id: String) async throws {
        guard let record = await engine.state.container(id), record.status.state == .restarting else {
            return
        }
        // Without a machine it was an earlier supervisor that waited.
        let isDue = machines.withLock { $0[id]?.delayElapsed() ?? true }
        guard isDue else { return }
        do { try await engine.start(id, by: .restartPolicy) } catch {
            log.error("container \(record.status.name) cannot be started again: \(error)")
            try await engine.state.update(id) { record in
                record.status.state = .exited
                // What shares the namespaces of one that does not run is started with it.
                record.namespaces?.endedWithOwner = true
            }
        }
    }

    /// Starts the containers again that share what went with the process that a container had before.
    private func startFollowers(of id: String) async throws {
        _ = try await runningRecord(of: id)
        for follower in await engine.followers(of: id) {
            await logged(follower) { try await engine.follow(follower) }
        }
    }

    /// The record of a container as soon as it runs; throws `CancellationError` when it is gone.
    private func runningRecord(of id: String) async throws -> ContainerRecord {
        try await engine.state.first { records -> ContainerRecord? in
            guard let record = records.first(where: { $0.status.id == id }) else { throw CancellationError() }
            return record.status.state == .running ? record : nil
        }
    }

    private func restartAction(for record: ContainerRecord, _ exit: ContainerExit) -> RestartMachine.Action {
        let status = record.status
        guard let startedAt = status.startedAt else { return .none }
        return machines.withLock { machines in
            var machine =
                machines[status.id]
                ?? RestartMachine(policy: record.service.restart, restarts: status.restarts)
            // Its number of restarts is zero again after each start by the user.
            if status.restarts == 0 { machine.startedByUser() } else { machine.started() }
            if record.wasStoppedByUser { machine.stopRequested() }
            defer { machines[status.id] = machine }
            return machine.exited(status: exit.status ?? 255, after: .seconds(exit.finishedAt - startedAt))
        }
    }

    // MARK: Health

    /// Probes a container's health from its start on, until it is cancelled; ends at once without a probe.
    private func probe(_ id: String) async throws {
        let record = try await runningRecord(of: id)
        guard let probe = record.probe else { return }
        var machine = HealthMachine(probe)
        let clock = ContinuousClock()
        let start = clock.now
        while true {
            let schedule = machine.next(at: clock.now - start)
            try await clock.sleep(for: schedule.delay)
            let succeeded = try await engine.probe(record, probe)
            guard machine.ended(schedule, succeeded: succeeded) else { continue }
            let health = machine.health
            try await engine.state.update(id, announcing: .healthStatus) { record in
                if record.status.state == .running { record.status.health = health }
            }
        }
    }
}
