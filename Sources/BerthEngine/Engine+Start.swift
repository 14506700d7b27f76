internal import BerthModel
internal import BerthStore
internal import LinuxSystem
internal import OCIRuntime

extension Engine {
    /// Starts the process of a container that does not run; `initiator` says whether its restart policy did it.
    ///
    /// A container that was just created waits with its process ready; one that ended gets a new one from the
    /// same bundle.
    public func start(_ id: String, by initiator: Initiator) async throws {
        try await awaitOwners(of: id)
        // The end of a process that ends at once is recorded after its start.
        try await lives.run(id) { try await self.startNow(id, by: initiator) }
    }

    private func startNow(_ id: String, by initiator: Initiator) async throws {
        guard let record = await state.container(id), record.status.state != .running, !record.isLeaving
        else { return }
        if processes(of: id) == nil {
            try await restoreSurroundings(of: record)
            try await acquireVolumes(of: record)
            try await placeMounts(of: record)
            do { try await makeProcess(of: record) } catch {
                throw Failure(start: error, of: record) ?? error
            }
        }
        guard let container = processes(of: id) else { return }
        try publishPorts(of: record)
        try await runtime(of: record).start(container)
        let now = currentTime()
        try await state.update(id, announcing: initiator == .user ? .start : .restart) { record in
            record.status.state = .running
            record.status.startedAt = now
            record.status.health = record.probe == nil ? .none : .starting
            record.status.restarts = initiator == .user ? 0 : record.status.restarts + 1
            record.wasStoppedByUser = false
        }
        try await publishNames()
    }

    /// Who starts a container.
    public enum Initiator: Sendable, Hashable {
        /// A command.
        case user
        /// The restart policy.
        case restartPolicy
    }

    /// Makes the process of a container from its bundle, waiting to be started, and has it watched.
    func makeProcess(of record: ContainerRecord) async throws {
        let id = record.status.id
        let installation = drivers.installation
        let owners = try enterNamespaces(of: record)
        try renewSharedMemory(of: record)
        var creation = ContainerCreation(
            id: id, name: record.status.name, bundle: installation.bundle(id), log: installation.log(id),
            persistDirectory: monitorDirectory(of: id), program: record.status.command.first ?? "")
        creation.streams = record.service.streams
        creation.runtime = runtime(of: record)
        creation.output = try record.output()
        let wanted = creation
        // Never left half-way: a runtime that is still at work would make what a removal has just looked for.
        let container = try await Task { try await drivers.monitor.create(wanted) }.value
        try await state.update(id) { record in
            record.isComplete = true
            record.namespaces?.ownerProcesses = owners
            record.namespaces?.endedWithOwner = false
            record.process = container.record.process
            record.monitor = container.record.monitor
            record.status.pid = container.record.process.pid
        }
        keep(container)
    }
}
