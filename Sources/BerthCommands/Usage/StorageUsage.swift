import BerthImages
import BerthModel
import BerthStore
import LinuxSystem

/// What an installation has on the disk.
struct StorageUsage: Sendable {
    /// A container.
    struct Container: Sendable {
        /// Its record.
        let record: ContainerRecord
        /// The bytes that it wrote, with its log.
        let size: Int

        /// True when it runs, or is about to again.
        var isActive: Bool { record.status.state == .running || record.status.state == .restarting }
    }

    /// A volume.
    struct Volume: Sendable {
        /// Its record.
        let record: VolumeRecord
        /// The bytes in it.
        let size: Int
        /// The number of containers that have it.
        let users: Int
    }

    /// The images.
    let images: ImageUsage
    /// The containers of all projects.
    let containers: [Container]
    /// The volumes of all projects.
    let volumes: [Volume]
    /// What builds have kept.
    let builds: BuildUsage
    /// What no record knows.
    let orphans: [Orphan]

    /// Measures an installation.
    init(_ installation: Installation) async throws {
        let store = try Store(installation)
        images = try await ImageStore(installation).usage()
        let records = try store.containers()
        containers = try records.map {
            Container(record: $0, size: try diskUsage(of: installation.container($0.status.id)))
        }
        volumes = try store.volumes().map { volume in
            Volume(
                record: volume, size: try diskUsage(of: installation.volumeDirectory(volume.name)),
                users: records.count { $0.volumes.contains(volume.name) })
        }
        builds = try BuildUsage(installation)
        orphans = try images.orphans + builds.orphans + Self.orphans(of: installation, store)
    }

    /// True when a container is made from an image, or shows files of it.
    func isUsed(_ image: Image) -> Bool { containers.contains { $0.record.uses(imageID: image.id) } }

    /// What is there for containers and volumes that no record knows; each is recorded before it is made.
    private static func orphans(of installation: Installation, _ store: Store) throws -> [Orphan] {
        // Listed before the records are read: what is made meanwhile is in none of the lists, or recorded.
        let places = [
            ("container", "\(installation.root)/containers"), ("volume", "\(installation.root)/volumes"),
            ("namespace", "\(installation.runtime)/netns"), ("files", "\(installation.runtime)/files"),
        ]
        let found = try places.map { kind, parent in
            (kind, parent, fileExists(parent) ? try directoryEntries(parent).sorted() : [])
        }
        let known = try Set(store.containers().map(\.status.id) + store.volumes().map(\.name))
        return try found.flatMap { kind, parent, names in
            try names.filter { !known.contains($0) }.map { try Orphan(kind, "\(parent)/\($0)") }
        }
    }
}
