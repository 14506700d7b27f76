internal import BerthImages
internal import BerthModel
internal import BerthNames
internal import BerthPlanner
internal import BerthStore
internal import LinuxSystem
internal import OCIRuntime

extension Engine {
    /// Makes a container up to the point where its process waits to be started.
    ///
    /// Its record is there before the first act, so that a crash at any moment leaves nothing unknown. When this
    /// throws, nothing of the container is left.
    func create(_ order: ContainerOrder) async throws {
        let namespaces = try NamespaceResolution(
            project: state.project, records: drivers.store.containers()
        ).ownership(of: order.service)
        var order = order
        order.inheritedHostname = try inheritedHostname(of: order.service, namespaces)
        let record = try await recordIntent(order, namespaces)
        do {
            try await build(order, record)
        } catch {
            // The failure of the creation is the one to report; what cannot be removed stays recorded.
            // Done to the end also when the creation failed because it was cancelled.
            let id = order.id
            let keeps = order.predecessor.hasAnonymousVolumes
            try? await Task { try await self.remove(id, keepingAnonymousVolumes: keeps) }.value
            throw Failure(start: error, of: record)
                ?? Failure(
                    .runtime, "container \(order.name.name): cannot be created", at: order.service.location,
                    cause: error)
        }
    }

    private func build(_ order: ContainerOrder, _ record: ContainerRecord) async throws {
        let directory = drivers.installation.container(order.id)
        try makeDirectories(directory, mode: 0o700)
        try writeFile(projectMarker(in: directory), state.project)
        let root = RootFileSystem(container: directory)
        try await drivers.images.mount(order.image, root)
        let rootfs = root.path
        let isComplete = try await prepareMounts(of: record, rootfs: rootfs)
        let provided = providedFiles(of: record)
        try provided.write()
        let mounts = try resolvedMounts(of: record, rootfs: rootfs) + provided.mounts()
        let namespace = try await connect(record)
        let files = try files(of: order, record)
        let initProgram = order.service.usesInitProgram ? try InitProgram.mount() : nil
        let own = mounts + [initProgram].compactMap(\.self)
        let all = (files.mounts(except: Set(mounts.map(\.target))) + own).outerFirst
        let tree = try RootedDirectory(rootfs)
        for mount in all { try makeMountPoint(mount, in: tree) }
        let specification = ContainerSpecification(
            order: order, drivers: drivers, rootfs: rootfs, mounts: all, networkNamespace: namespace?.path,
            namespaces: record.namespaces ?? NamespaceOwnership(), cgroup: cgroup(of: record),
            runtime: runtime(of: record))
        try specification.checkProgram(in: tree, hiding: mounts.map(\.target))
        try specification.specification().write(toBundle: drivers.installation.bundle(order.id))
        try markControlGroups(above: record)
        // Otherwise the process is made when it is started: then those run whose namespaces it joins, and the
        // parts of volumes that it mounts are there.
        if isComplete, record.namespaces?.processOwners.isEmpty != false { try await makeProcess(of: record) }
        try await state.update(order.id, announcing: .create) { $0.isComplete = true }
    }

    /// Writes the files of `/etc`, or finds those of the container whose network it has.
    private func files(of order: ContainerOrder, _ record: ContainerRecord) throws -> ContainerFiles {
        var files = ContainerFiles(
            directory: drivers.installation.container(order.id), hostname: order.hostname,
            addresses: record.interfaces.map(\.address), gateway: try gateway(of: record),
            service: order.service)
        switch record.networkSource {
        case .container(let owner): files.directory = drivers.installation.container(owner)
        case .host: try files.writeAsOnHost()
        case .own: try files.write(resolving: record.hasNames ? .names : .asHost)
        }
        return files
    }

    private func recordIntent(_ order: ContainerOrder, _ namespaces: NamespaceOwnership) async throws
        -> ContainerRecord
    {
        let settled = try await settleMounts(of: order)
        let project = currentProject
        var status = ContainerStatus(
            id: order.id, name: order.name.name, project: project.name, service: order.service.name,
            number: order.name.number, image: order.service.image)
        status.command = order.arguments
        status.ports = order.promise.ports
        status.createdAt = currentTime()
        status.labels = order.labels(of: project)
        status.configHash = order.service.configHash
        status.runtime = try runtimeProgram(for: order.service)
        status.logDriver = order.service.logDriver?.name
        status.mounts = Dictionary(
            settled.mounts.map { ($0.mount.target, $0.source) }, uniquingKeysWith: { $1 })
        var record = ContainerRecord(status: status, service: order.service, imageID: order.image.id)
        record.mounts = settled.mounts
        record.anonymousVolumes = settled.anonymousVolumes
        record.stopSignal = try stopSignal(of: order)
        let configuration = order.image.configuration
        record.probe = ProbeRecord(
            order.service.healthcheck, image: configuration.healthcheck, shell: configuration.shell)
        record.interfaces = try wantedInterfaces(of: order)
        record.namespaces = namespaces
        return try await insert(record)
    }

    private func stopSignal(of order: ContainerOrder) throws -> Int32 {
        guard let text = order.service.stopSignal ?? order.image.configuration.stopSignal else {
            return SignalNumber.terminate
        }
        guard let number = signalNumber(named: text) else {
            throw Failure(
                .invalidFile, "service \"\(order.service.name)\": \"\(text)\" is not a signal",
                at: order.service.location)
        }
        return number
    }

    /// Makes everything ready that is mounted; false while a part of a volume is missing that others may make.
    private func prepareMounts(of record: ContainerRecord, rootfs: String) async throws -> Bool {
        try recordAnonymousVolumes(of: record)
        try await acquireVolumes(of: record)
        try await seedVolumes(of: record, from: rootfs)
        if try awaitsSubpaths(record) { return false }
        try await placeMounts(of: record)
        return true
    }
}
