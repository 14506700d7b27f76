internal import BerthModel
internal import BerthStore
internal import LinuxSystem

extension Engine {
    /// Records a volume of the project and makes its directory; one that is there already stays as it is.
    func createVolume(_ volume: Volume) throws {
        if try drivers.store.volume(named: volume.name) == nil {
            var record = VolumeRecord(
                name: volume.name, project: state.project, key: volume.key, configHash: volume.configHash)
            record.driverOptions = volume.driverOptions
            record.labels = volume.labels
            try drivers.store.save(record)
        }
        try makeDirectories(drivers.installation.volume(volume.name))
    }

    /// Records the volumes without a name that were made for a container, before their directories.
    func recordAnonymousVolumes(of record: ContainerRecord) throws {
        for (target, name) in record.anonymousVolumes {
            var volume = VolumeRecord(
                name: name, project: state.project, key: "", container: record.status.id)
            volume.labels = record.service.mounts.first { $0.target == target }?.labels
            try drivers.store.save(volume)
        }
    }

    /// Removes a volume with its data, unless a container has it; says whether it is gone.
    @discardableResult
    func removeVolume(named name: String) async throws -> Bool {
        let directory = volumeDirectory(name)
        return try await directory.alone {
            guard try directory.users().isEmpty else { return false }
            try directory.remove()
            try drivers.store.removeVolume(name)
            return true
        }
    }

    /// Makes a volume ready for a container, which keeps it mounted until `release`.
    ///
    /// Nothing is mounted twice.
    func acquire(_ name: String, for container: String) async throws {
        let directory = volumeDirectory(name)
        let source = try volumeSource(of: name)
        try await directory.alone {
            try directory.add(user: container)
            if let source, try !directory.isMounted() { try await mount(source, on: directory) }
        }
    }

    private func mount(_ source: VolumeSource, on directory: VolumeDirectory) async throws {
        do { try await offPool { try source.mount(on: directory.data) } } catch let error as SystemError {
            throw Failure(
                .runtime,
                "volume \"\(directory.name)\": cannot be mounted by \"\(source)\": \(error.reason)",
                at: location(ofVolume: directory.name), remedy: error.mountRemedy)
        }
    }

    /// Takes a volume from a container whose directory is gone.
    ///
    /// When no other container has it, it is unmounted, and removed if it has no name.
    func release(_ name: String, of container: String, keepingAnonymousVolumes: Bool) async throws {
        let directory = volumeDirectory(name)
        let isAnonymous = try drivers.store.volume(named: name)?.key.isEmpty == true
        let isUnused = try await directory.alone {
            try directory.remove(user: container)
            guard try directory.users().isEmpty else { return false }
            try directory.unmount()
            return true
        }
        if isUnused, isAnonymous, !keepingAnonymousVolumes { try await removeVolume(named: name) }
    }

    /// Removes the volumes of the stack that have no name and that no container has.
    ///
    /// A container that could not be replaced leaves them with its data; nothing but `down` may take that.
    public func removeAbandonedVolumes() async throws {
        for volume in try drivers.store.volumes(project: state.project) where volume.key.isEmpty {
            try await removeVolume(named: volume.name)
        }
    }

    /// Unmounts the volumes that no container has.
    func unmountAbandonedVolumes() async throws {
        let installation = drivers.installation
        let all = "\(installation.root)/volumes"
        guard fileExists(all) else { return }
        let above = try realPath(all) + "/"
        let mounted = try mountPoints(below: realPath(all)).compactMap { mount in
            mount.path.dropFirst(above.count).split(separator: "/").first.map(String.init)
        }
        for name in Set(mounted) {
            let directory = volumeDirectory(name)
            try await directory.alone { if try directory.users().isEmpty { try directory.unmount() } }
        }
    }

    /// The directory of a volume of the installation.
    func volumeDirectory(_ name: String) -> VolumeDirectory {
        VolumeDirectory(installation: drivers.installation, name: name)
    }

    /// What is mounted for a volume; nil for a plain directory.
    private func volumeSource(of name: String) throws -> VolumeSource? {
        let options = try drivers.store.volume(named: name)?.driverOptions ?? [:]
        do throws(InvalidDriverOptions) { return try VolumeSource(options) } catch {
            throw Failure(
                .invalidFile, "volume \"\(name)\": \(error.message)", at: location(ofVolume: name),
                remedy: error.remedy)
        }
    }

    private func location(ofVolume name: String) -> Location? {
        currentProject.volumes.first { $0.name == name }?.location
    }
}
