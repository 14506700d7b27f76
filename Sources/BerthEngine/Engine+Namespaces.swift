internal import BerthModel
internal import BerthNames
internal import BerthNetwork
internal import BerthStore
internal import LinuxSystem
internal import OCIRuntime

extension Engine {
    /// The network namespace of a container, made or found, with a name server in it; nil for the host's.
    func connect(_ record: ContainerRecord) async throws -> NetworkNamespace? {
        switch record.networkSource {
        case .host: return nil
        case .own:
            let namespace = try attach(record)
            if record.hasNames { try await serveNames(of: record, in: namespace) }
            return namespace
        case .container(let id):
            let path = drivers.installation.networkNamespace(id)
            if try mountPoints(below: path).isEmpty { try await reconnect(id, for: record) }
            return NetworkNamespace(path: path)
        }
    }

    /// Makes the network of an owner again whose namespace is gone, as after a reboot.
    private func reconnect(_ owner: String, for record: ContainerRecord) async throws {
        guard let owner = await state.container(owner) else {
            throw record.lacksOwner(try self.owner(owner), "has no network")
        }
        try await lives.run(owner.status.id) { try await self.restoreSurroundings(of: owner) }
    }

    /// Names in a container's bundle the namespaces that go with the processes of others, as these are now.
    ///
    /// Returns the processes. Throws when one does not run.
    func enterNamespaces(of record: ContainerRecord) throws -> [String: ProcessIdentity] {
        guard let ownership = record.namespaces, !ownership.processOwners.isEmpty else { return [:] }
        let bundle = drivers.installation.bundle(record.status.id)
        var spec = try RuntimeSpec(bundle: bundle)
        var processes: [String: ProcessIdentity] = [:]
        let kinds: [(RuntimeSpec.Namespace.Kind, NamespaceOwnership.Source)] = [
            (.ipc, ownership.ipc), (.pid, ownership.processes),
        ]
        for (kind, source) in kinds {
            guard case .container(let id) = source else { continue }
            let owner = try owner(id)
            guard let process = owner?.process, try process.open() != nil else {
                throw record.lacksOwner(owner, "does not run")
            }
            processes[id] = process
            spec.join(kind, at: "/proc/\(process.pid)/ns/\(kind.rawValue)")
        }
        try spec.write(toBundle: bundle)
        return processes
    }

    /// Makes the shared memory of a container that others may join, empty, for a new process of it.
    func renewSharedMemory(of record: ContainerRecord) throws {
        guard record.service.namespaces.ipc == .shareable else { return }
        let directory = drivers.installation.sharedMemory(record.status.id)
        try unmountLazily(directory)
        try makeDirectories(directory)
        let size = record.service.resources.memory.shared ?? defaultSharedMemory
        try mountTmpfs(on: directory, options: "mode=1777,size=\(size)")
    }

    /// The host name that a container has from the host or from the owner of its network; nil for its own.
    func inheritedHostname(of service: Service, _ ownership: NamespaceOwnership) throws -> String? {
        if service.namespaces.sharesHostname { return try hostName() }
        switch ownership.network {
        case .own: return nil
        case .host: return service.hostname == nil ? try hostName() : nil
        case .container(let id):
            return try readText("\(drivers.installation.container(id))/hostname").filter { $0 != "\n" }
        }
    }

    private func hostName() throws -> String {
        try readText("/proc/sys/kernel/hostname").filter { $0 != "\n" }
    }

    /// A container of any project.
    private func owner(_ id: String) throws -> ContainerRecord? {
        try drivers.store.containers().first { $0.status.id == id }
    }

    /// Suspends while an owner of a container's namespaces has ended and is about to be started again.
    func awaitOwners(of id: String) async throws {
        guard let owners = await state.container(id)?.namespaces?.processOwners, !owners.isEmpty else {
            return
        }
        try await state.first { records in
            records.contains { owners.contains($0.status.id) && $0.isBetweenProcesses } ? nil : ()
        }
    }

    // MARK: Following

    /// The containers that have to be started again because a container, whose processes or shared memory they
    /// share, has got another process.
    public func followers(of id: String) async -> [String] {
        guard let process = await state.container(id)?.process else { return [] }
        return await state.containers.filter { record in
            guard let ownership = record.namespaces, ownership.processOwners.contains(id), !record.isLeaving,
                !record.wasStoppedByUser
            else { return false }
            switch record.status.state {
            case .running: return ownership.ownerProcesses[id] != process
            case .exited: return ownership.endedWithOwner
            default: return false
            }
        }.map(\.status.id)
    }

    /// Ends the process of a container, if it has one, and starts it again in its owners' present namespaces.
    public func follow(_ id: String) async throws {
        let record = try await state.update(id) { $0.namespaces?.endedWithOwner = true }
        if record?.status.state == .running { try await end(id) }
        try await start(id, by: .restartPolicy)
    }

    /// True when a container's end is that of the processes it shares, which its own policy has no say in.
    func endedWithOwner(_ record: ContainerRecord) async -> Bool {
        guard let ownership = record.namespaces, !record.wasStoppedByUser else { return false }
        if ownership.endedWithOwner { return true }
        guard case .container(let id) = ownership.processes, let process = ownership.ownerProcesses[id],
            await state.container(id) != nil
        else { return false }
        return process.isEnding
    }
}

/// The size of `/dev/shm` where nothing is said of it.
private let defaultSharedMemory: Int64 = 64 << 20

extension ContainerRecord {
    /// Whose network it has.
    var networkSource: NamespaceOwnership.Source { namespaces?.network ?? .own }

    /// True when the name server answers it in a namespace of its own.
    var hasNames: Bool { networkSource == .own && service.networkMode != NetworkMode.none }

    /// The key under which those come after one another that share their process numbers.
    var processSpace: String {
        guard case .container(let id) = namespaces?.processes else { return status.id }
        return id
    }

    /// True when its process has ended, and is to be recorded so or to be replaced.
    fileprivate var isBetweenProcesses: Bool {
        switch status.state {
        case .restarting: true
        case .running: process?.isEnding ?? false
        default: false
        }
    }

    fileprivate func lacksOwner(_ owner: ContainerRecord?, _ state: String) -> Failure {
        guard let owner else {
            return Failure(
                .notFound, "container \(status.name): the container whose namespaces it shares is gone",
                at: service.location, remedy: "use `berth up` to replace the container")
        }
        return Failure(
            .runtime,
            "container \(status.name): container \(owner.status.name), whose namespaces it shares, \(state)",
            at: service.location, remedy: "start \(owner.status.name) first")
    }
}
