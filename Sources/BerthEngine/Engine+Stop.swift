internal import BerthModel
public import BerthStore
internal import LinuxSystem
public import OCIRuntime

extension Engine {
    /// Stops a container: its stop signal, then SIGKILL when the grace period is over.
    ///
    /// Nothing happens when it does not run.
    ///
    /// Without a grace period of the file or the command, a process that would discard the signal is killed at once.
    public func stop(_ id: String, timeout: Duration?) async throws {
        // A restart under way is waited for; one that is due does not happen.
        let stopped = try await lives.run(id) { () async throws -> ContainerRecord? in
            let record = try await self.state.update(id) { $0.wasStoppedByUser = true }
            guard record?.status.state == .restarting else { return record }
            return try await self.state.update(id, announcing: .stop) { $0.status.state = .exited }
        }
        guard stopped?.status.state == .running else { return }
        try await end(id, timeout: timeout)
        try await state.update(id, announcing: .stop) { _ in }
    }

    /// Ends the process of a container: its stop signal, then SIGKILL when the grace period is over.
    func end(_ id: String, timeout: Duration? = nil) async throws {
        guard let record = await state.container(id), let processes = processes(of: id) else { return }
        // A grace period that somebody wrote is kept; the default one is not waited for in vain.
        let wanted = timeout ?? record.service.stopGracePeriod
        let grace = wanted ?? .seconds(10)
        if grace <= .zero || wanted == nil && processes.discards(record.stopSignal) {
            try processes.send(SignalNumber.kill)
        } else {
            try processes.send(record.stopSignal)
            let ended = try await ends(id, within: grace)
            if !ended { try processes.send(SignalNumber.kill) }
        }
        try await awaitEnd(of: id)
    }

    /// Sends a signal to a container that runs; with SIGKILL its restart policy leaves it alone afterwards.
    public func kill(_ id: String, signal: Int32) async throws {
        guard let record = await state.container(id), record.status.state == .running else { return }
        if signal == SignalNumber.kill { try await state.update(id) { $0.wasStoppedByUser = true } }
        try processes(of: id)?.send(signal)
        try await state.update(id, announcing: .kill) { _ in }
        if signal == SignalNumber.kill { try await awaitEnd(of: id) }
    }

    /// Records the end of a container's process and frees what only a running one needs.
    ///
    /// `restart` says, of what is recorded after a start that was under way, after how long its policy starts it
    /// again, which is also the result; nil leaves it exited.
    public func ended(
        _ id: String, _ exit: ContainerExit, restart: @Sendable (ContainerRecord) -> Duration?
    ) async throws -> Duration? {
        try await lives.run(id) {
            let delay = try await self.restartDelay(of: id, restart)
            try await self.recordEnd(of: id, exit, next: delay == nil ? .exited : .restarting)
            return delay
        }
    }

    private func restartDelay(
        of id: String, _ policy: @Sendable (ContainerRecord) -> Duration?
    ) async throws -> Duration? {
        guard let record = await state.container(id) else { return nil }
        guard await endedWithOwner(record) else { return policy(record) }
        try await state.update(id) { $0.namespaces?.endedWithOwner = true }
        return nil
    }

    private func recordEnd(of id: String, _ exit: ContainerExit, next: ContainerStatus.State) async throws {
        forget(id)
        var failures = FailureList()
        if let record = await state.container(id) {
            failures.attempt { try withdrawPorts(of: record) }
            do { try await runtime(of: record).delete(id, cgroup: cgroup(of: record)) } catch {
                failures.append(error)
            }
        }
        if exit.wasOutOfMemory { try await state.update(id, announcing: .oom) { _ in } }
        try await state.update(id, announcing: .die) { record in
            // A stop may have come since it was decided.
            record.status.state = record.wasStoppedByUser ? .exited : next
            record.status.health = .none
            // Nobody could learn the status: 255 says that it failed, without a claim of how.
            record.status.exitStatus = exit.status ?? 255
            // It may have been another process of it that the kernel killed, which this one outlived.
            record.status.wasOutOfMemory =
                exit.wasOutOfMemory && exit.status == 128 + SignalNumber.kill && !record.wasStoppedByUser
            record.status.finishedAt = exit.finishedAt
            record.status.pid = nil
            record.process = nil
            record.monitor = nil
        }
        try await publishNames()
        try failures.throwIfAny()
    }

    private func ends(_ id: String, within grace: Duration) async throws -> Bool {
        try await race(
            {
                try await self.awaitEnd(of: id)
                return true
            },
            {
                try await Task.sleep(for: grace)
                return false
            })
    }

    /// Suspends until a container is recorded as ended, or is gone.
    private func awaitEnd(of id: String) async throws {
        try await state.first { records in
            records.first { $0.status.id == id }?.status.state == .running ? nil : ()
        }
    }
}
