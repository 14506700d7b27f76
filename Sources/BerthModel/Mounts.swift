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
    }

    /// What is mounted.
    public var source: Source
    /// The absolute path in the container.
    public var target: String
    /// True when the container cannot write to it.
    public var isReadOnly = false
    /// Where it is written.
    public var location: Location?

    /// Creates a mount.
    public init(_ source: Source, target: String) {
        self.source = source
        self.target = target
    }
}
