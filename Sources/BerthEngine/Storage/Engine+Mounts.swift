internal import BerthImages
internal import BerthModel
internal import BerthStore
internal import LinuxSystem

extension Engine {
    /// Decides what is mounted into a new container.
    func settleMounts(of order: ContainerOrder) async throws -> MountSettlement.Result {
        let settlement = MountSettlement(
            project: currentProject, images: order.mountedImages,
            inherited: order.predecessor.anonymousVolumes, freshName: makeContainerID)
        var shared: [MountRecord] = []
        for volumes in order.service.sharedVolumes {
            shared += volumes.mounts(of: try await owner(of: volumes, for: order.service))
        }
        return settlement.settle(
            order.service, shared: shared, imageVolumes: order.image.configuration.volumes)
    }

    /// The container whose volumes are shared; of a service the one with the lowest number.
    private func owner(of volumes: SharedVolumes, for service: Service) async throws -> ContainerRecord {
        let own = await state.containers
        let found: ContainerRecord?
        switch volumes.owner {
        case .service(let name): found = own.first { $0.service.name == name && !$0.isLeaving }
        case .container(let name): found = try drivers.store.container(known: name)
        }
        if let found { return found }
        throw Failure(
            .notFound, "service \"\(service.name)\": there is no container whose volumes it could have",
            at: volumes.location ?? service.location, remedy: "create the container first")
    }

    /// Makes the volumes of a container ready, which keeps them mounted until it is removed.
    func acquireVolumes(of record: ContainerRecord) async throws {
        for name in record.volumes { try await acquire(name, for: record.status.id) }
    }

    /// Brings the sources of a container's mounts about that are no whole volumes.
    ///
    /// Directories of the host are made where they may be; parts of volumes and images are placed, also anew.
    func placeMounts(of record: ContainerRecord) async throws {
        let resolution = mountResolution(of: record.status.id)
        try unmountAllLazily(below: resolution.placedSources)
        try makeDirectories(resolution.placedSources)
        for (position, mount) in (record.mounts ?? []).enumerated() {
            do { try await place(mount, on: resolution.placedSource(at: position)) } catch {
                throw Failure(
                    .runtime, "service \"\(record.service.name)\": cannot mount on \"\(mount.mount.target)\"",
                    at: mount.mount.location ?? record.service.location, cause: error)
            }
        }
    }

    private func place(_ record: MountRecord, on place: String) async throws {
        let subpath = record.mount.subpath
        if case .bind(let path, let createHostPath, _) = record.mount.source, !fileExists(path) {
            guard createHostPath else {
                throw Failure(.notFound, "bind source path does not exist: \(path)")
            }
            try makeDirectories(path)
        }
        if let volume = record.volume, let subpath {
            try placePart(subpath, of: drivers.installation.volume(volume), on: place)
        }
        guard let imageID = record.imageID else { return }
        guard let image = try drivers.images.images(withIDPrefix: imageID).first else {
            throw Failure(.notFound, "image \"\(record.mount.imageReference ?? imageID)\" is gone")
        }
        guard let subpath else { return try await drivers.images.mountFiles(of: image, on: place) }
        try await drivers.images.mountFiles(of: image, on: "\(place).image")
        try placePart(subpath, of: "\(place).image", on: place)
    }

    private func placePart(_ subpath: String, of directory: String, on place: String) throws {
        if try RootedDirectory(directory).bindMount(subpath, on: place) { return }
        throw Failure(.notFound, "there is no \"\(subpath)\" in it", remedy: "make it first")
    }

    /// True when a part of a volume that is to be mounted is not there yet; another container may make it first.
    func awaitsSubpaths(_ record: ContainerRecord) throws -> Bool {
        for mount in record.mounts ?? [] {
            guard let name = mount.volume, let subpath = mount.mount.subpath else { continue }
            let volume = try RootedDirectory(drivers.installation.volume(name))
            if try volume.resolve(subpath) == nil { return true }
        }
        return false
    }

    /// Fills the empty volumes of a new container from its image.
    func seedVolumes(of record: ContainerRecord, from rootfs: String) async throws {
        for mount in record.mounts ?? [] where mount.mount.isSeeded {
            guard let name = mount.volume else { continue }
            let directory = volumeDirectory(name)
            try await directory.alone {
                try await seedVolume(directory.data, from: rootfs, target: mount.mount.target)
            }
        }
    }

    /// The mounts of a container as its runtime is told.
    func resolvedMounts(of record: ContainerRecord, rootfs: String) throws -> [ResolvedMount] {
        let mounts = record.mounts ?? []
        let fileSystems = record.service.temporaryFileSystems
        var resolution = mountResolution(of: record.status.id)
        let root = try RootedDirectory(rootfs)
        for target in mounts.map(\.mount.target) + fileSystems.map(\.target) {
            guard let place = try root.resolve(target), let status = try fileStatus(place),
                status.kind == .directory
            else { continue }
            resolution.modes[target] = status.mode
        }
        return try resolution.resolve(mounts, fileSystems)
    }

    private func mountResolution(of id: String) -> MountResolution {
        MountResolution(installation: drivers.installation, container: id)
    }
}

extension ServiceMount {
    /// True for a volume that is filled from the image while it is empty.
    fileprivate var isSeeded: Bool {
        switch source {
        case .volume(_, let noCopy): !noCopy && subpath == nil
        case .anonymous: true
        case .bind, .tmpfs, .image, .cluster, .namedPipe: false
        }
    }
}

extension Store {
    /// The container of a name or, of at least twelve digits, the id's beginning.
    func container(known name: String) throws -> ContainerRecord? {
        if let named = try container(named: name) { return named }
        guard name.utf8.count >= 12 else { return nil }
        return try containers().first { $0.status.id.hasPrefix(name) }
    }
}
