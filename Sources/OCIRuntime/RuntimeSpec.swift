/// The `config.json` of a bundle, in the terms of the OCI runtime specification 1.0, as far as it is used.
public struct RuntimeSpec: Sendable, Hashable, Codable {
    /// The version of the specification.
    public var ociVersion = "1.0.2"
    /// The container's first process.
    public var process: Process
    /// Its root file system.
    public var root: Root
    /// Its host name.
    public var hostname: String?
    /// Its domain name (setdomainname(2)).
    public var domainname: String?
    /// What is mounted, in order.
    public var mounts: [Mount] = []
    /// Programs that are run at moments of its life.
    public var hooks: Hooks?
    /// What is specific to Linux.
    public var linux = Linux()
    /// Free keys; runtimes read some.
    public var annotations: [String: String]?

    /// Describes a container without mounts and namespaces.
    public init(process: Process, root: Root) {
        self.process = process
        self.root = root
    }

    /// The root file system.
    public struct Root: Sendable, Hashable, Codable {
        /// The directory, absolute or relative to the bundle.
        public var path: String
        /// True when nothing outside the mounts may be written.
        public var readonly: Bool?

        /// Names a root file system.
        public init(path: String, readonly: Bool? = nil) {
            self.path = path
            self.readonly = readonly
        }
    }

    /// A mount in the container.
    public struct Mount: Sendable, Hashable, Codable {
        /// The absolute path in the container.
        public var destination: String
        /// The file system type; `bind` for a path of the host.
        public var type: String?
        /// The device, the host's path, or the type again.
        public var source: String?
        /// Flags and data, as `mount -o` has them.
        public var options: [String]?

        /// Describes a mount.
        public init(
            _ destination: String, type: String? = nil, source: String? = nil, options: [String]? = nil
        ) {
            self.destination = destination
            self.type = type
            self.source = source
            self.options = options
        }

        /// A file or directory of the host, with everything mounted below it.
        public static func bind(_ source: String, at destination: String, options: [String] = []) -> Mount {
            Mount(destination, type: "bind", source: source, options: ["rbind", "rprivate"] + options)
        }
    }
}
