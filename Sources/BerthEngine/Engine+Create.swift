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
        let mounts = mountResolution(for: order).mounts(
            of: order.service, imageVolumes: order.image.configuration.volumes)
        let namespaces = try NamespaceResolution(
            project: state.project, records: drivers.store.containers()
        ).ownership(of: order.service)
        var order = order
        order.inheritedHostname = try inheritedHostname(of: order.service, namespaces)
        let record = try await recordIntent(order, mounts, namespaces)
        do {
            try await build(order, record, mounts)
        } catch {
            // The failure of the creation is the one to report; what cannot be removed stays recorded.
            // Done to the end also when the creation failed because it was cancelled.
            let id = order.id
            try? await Task { try await self.remove(id, keepingAnonymousVolumes: false) }.value
            throw Failure(start: error, of: record)
                ?? Failure(
                    .runtime, "container \(order.name.name): cannot be created", at: order.service.location,
                    cause: error)
        }
    }

    private func build(_ order: ContainerOrder, _ record: ContainerRecord, _ mounts: [ResolvedMount])
        async throws
    {
        let directory = drivers.installation.container(order.id)
        try makeDirectories(directory, mode: 0o700)
        try writeFile(projectMarker(in: directory), state.project)
        let root = RootFileSystem(container: directory)
        try await drivers.images.mount(order.image, root)
        let rootfs = root.path
        try await prepare(mounts, for: order, rootfs: rootfs)
        let provided = providedFiles(of: record)
        try provided.write()
        let namespace = try await connect(record)
        let files = try files(of: order, record)
        let initProgram = order.service.usesInitProgram ? try InitProgram.mount() : nil
        let wanted = (mounts + (try provided.mounts())).sorted { $0.target < $1.target }
        let all =
            files.mounts(except: Set(wanted.map(\.target))) + wanted + [initProgram].compactMap(\.self)
        let tree = try RootedDirectory(rootfs)
        for mount in all { try makeMountPoint(mount, in: tree) }
        let specification = ContainerSpecification(
            order: order, drivers: drivers, rootfs: rootfs, mounts: all, networkNamespace: namespace?.path,
            namespaces: record.namespaces ?? NamespaceOwnership(), cgroup: cgroup(of: record),
            runtime: runtime(of: record))
        try specification.checkProgram(in: tree, hiding: mounts.map(\.target))
        try specification.specification().write(toBundle: drivers.installation.bundle(order.id))
        try markControlGroups(above: record)
        if record.namespaces?.processOwners.isEmpty != false {
            try await makeProcess(of: record)
        } else {
            // The process is made when it is started: then those run whose namespaces it joins.
            try await state.update(order.id) { $0.isComplete = true }
        }
        try await state.update(order.id, announcing: .create) { _ in }
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

    private func recordIntent(
        _ order: ContainerOrder, _ mounts: [ResolvedMount], _ namespaces: NamespaceOwnership
    ) async throws -> ContainerRecord {
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
        status.mounts = Dictionary(mounts.map { ($0.target, $0.source) }, uniquingKeysWith: { $1 })
        var record = ContainerRecord(status: status, service: order.service, imageID: order.image.id)
        record.anonymousVolumes = Dictionary(
            mounts.compactMap { mount in mount.anonymousVolume.map { (mount.target, $0) } },
            uniquingKeysWith: { $1 })
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

    private func mountResolution(for order: ContainerOrder) -> MountResolution {
        MountResolution(
            installation: drivers.installation, project: currentProject,
            inherited: order.predecessor.anonymousVolumes, freshName: makeContainerID)
    }

    /// Makes bind sources that may be made, and fills empty volumes from the image.
    private func prepare(_ mounts: [ResolvedMount], for order: ContainerOrder, rootfs: String) async throws {
        for mount in order.service.mounts {
            if case .bind(let path, true, _) = mount.source, !fileExists(path) { try makeDirectories(path) }
        }
        for mount in mounts {
            if let name = mount.anonymousVolume {
                try drivers.store.save(
                    VolumeRecord(name: name, project: state.project, key: "", container: order.id))
            }
            guard let directory = mount.seed else {
                if let source = mount.mount.source, mount.mount.type == "bind" {
                    try makeDirectoriesOfVolume(source)
                }
                continue
            }
            try await seeding.run(directory) {
                try await seedVolume(directory, from: rootfs, target: mount.target)
            }
        }
    }

    /// A volume that is not seeded still needs its directory; every other path is there or refused before.
    private func makeDirectoriesOfVolume(_ path: String) throws {
        if path.hasPrefix("\(drivers.installation.root)/volumes/") { try makeDirectories(path) }
    }
}
