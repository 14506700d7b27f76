/// Something mounted into a service's containers (`volumes` of a service).
public struct ServiceMount: Sendable, Hashable, Codable {
    /// What is mounted.
    public enum Source: Sendable, Hashable, Codable {
        /// A named volume, by its key in the project; seeded from the image when empty unless `noCopy`.
        case volume(key: String, noCopy: Bool)
        /// A volume without a name, one for each container.
        case anonymous
        /// A path of the host.
        case bind(path: String, createHostPath: Bool, propagation: String?)
        /// A file system in memory; sizes in bytes.
        case tmpfs(size: Int?, mode: UInt32?)
        /// The files of an image.
        case image(String)
        /// A volume of a cluster.
        case cluster(String)
        /// A named pipe, which only Windows has.
        case namedPipe(String)
    }

    /// What a mount of a directory does with what is mounted inside it.
    public enum Recursion: String, Sendable, Hashable, Codable, CaseIterable {
        /// It is there too, and read-only where the mount is and the kernel can.
        case enabled
        /// It is not there.
        case disabled
        /// It is there, and may be written to.
        case writable
        /// It is there, and read-only.
        case readonly
    }

    /// What is mounted.
    public var source: Source
    /// The absolute path in the container.
    public var target: String
    /// True when the container cannot write to it.
    public var isReadOnly = false
    /// The part of a volume or an image that is mounted; nil is all of it.
    public var subpath: String?
    /// Labels of an anonymous volume.
    public var labels: [String: String] = [:]
    /// What becomes of mounts inside a bind mount; nil leaves it to the engine.
    public var recursion: Recursion?
    /// How SELinux is told about a bind mount: `z` for several containers, `Z` for one.
    public var relabelling: String?
    /// How exact the container's view must be, which says nothing on Linux.
    public var consistency: String?
    /// Where it is written.
    public var location: Location?

    /// Creates a mount.
    public init(_ source: Source, target: String) {
        self.source = source
        self.target = target
    }
}

/// A container all of whose volumes another one has too (`volumes_from`).
public struct SharedVolumes: Sendable, Hashable, Codable {
    /// Whose volumes they are.
    public enum Owner: Sendable, Hashable, Codable {
        /// Those of the first container of a service.
        case service(String)
        /// Those of a container, by name or id.
        case container(String)
    }

    /// Whose volumes they are.
    public var owner: Owner
    /// True when they cannot be written to.
    public var isReadOnly = false
    /// Where it is written.
    public var location: Location?

    /// Creates the volumes of an owner.
    public init(of owner: Owner) { self.owner = owner }

    /// The service whose volumes they are; nil for those of a container.
    public var service: String? {
        guard case .service(let name) = owner else { return nil }
        return name
    }
}

/// A file system in memory by its short form (`tmpfs`).
public struct TemporaryFileSystem: Sendable, Hashable, Codable {
    /// The path in the container.
    public var target: String
    /// The options of the mount: `size=64m`, `noexec`.
    public var options: [String] = []
    /// Where it is written.
    public var location: Location?

    /// Creates a file system.
    public init(target: String, options: [String] = []) {
        self.target = target
        self.options = options
    }
}
