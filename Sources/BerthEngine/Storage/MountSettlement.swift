internal import BerthImages
internal import BerthModel
internal import BerthStore

/// Decides what is mounted into a new container: its service's mounts, those it shares, and its image's volumes.
struct MountSettlement {
    let project: Project
    /// The images whose files are mounted, by reference.
    let images: [String: Image]
    /// The volumes without a name of a replaced container by their targets, which are used again.
    let inherited: [String: String]
    /// A name for a new volume.
    let freshName: () -> String

    /// What is settled.
    struct Result {
        /// The mounts, of which no two have one target.
        var mounts: [MountRecord] = []
        /// The volumes without a name that are the container's own, by target.
        var anonymousVolumes: [String: String] = [:]
    }

    /// Settles the mounts; those of other containers come first, so that the service's own win at their targets.
    func settle(_ service: Service, shared: [MountRecord], imageVolumes: [String]) -> Result {
        var result = Result()
        let own = Set(service.mounts.map(\.target) + service.temporaryFileSystems.map(\.target))
        for record in shared where !own.contains(record.mount.target) { result.add(record) }
        for mount in service.mounts { result.add(settle(mount), ownsVolume: mount.source == .anonymous) }
        let covered = own.union(result.mounts.map(\.mount.target))
        for target in imageVolumes where !covered.contains(target) {
            result.add(settle(ServiceMount(.anonymous, target: target)), ownsVolume: true)
        }
        return result
    }

    private func settle(_ mount: ServiceMount) -> MountRecord {
        switch mount.source {
        case .volume(let key, _): MountRecord(mount, volume: project.volume(keyed: key)?.name ?? key)
        case .anonymous: MountRecord(mount, volume: inherited[mount.target] ?? freshName())
        case .image(let reference): MountRecord(mount, imageID: images[reference]?.id)
        case .bind, .tmpfs, .cluster, .namedPipe: MountRecord(mount)
        }
    }
}

extension MountSettlement.Result {
    fileprivate mutating func add(_ record: MountRecord, ownsVolume: Bool = false) {
        mounts.removeAll { $0.mount.target == record.mount.target }
        mounts.append(record)
        anonymousVolumes[record.mount.target] = ownsVolume ? record.volume : nil
    }
}

extension MountRecord {
    /// What `ps` shows as the source: a volume's name, an image's name, or a path.
    var source: String {
        switch mount.source {
        case .bind(let path, _, _): path
        case .image(let reference): reference
        case .volume, .anonymous, .tmpfs, .cluster, .namedPipe: volume ?? "tmpfs"
        }
    }
}

extension SharedVolumes {
    /// The mounts of the owner as another container has them; volumes are not filled from its image.
    func mounts(of owner: ContainerRecord) -> [MountRecord] {
        (owner.mounts ?? []).map { record in
            var record = record
            if let volume = record.volume { record.mount.source = .volume(key: volume, noCopy: true) }
            if isReadOnly { record.mount.isReadOnly = true }
            return record
        }
    }
}
