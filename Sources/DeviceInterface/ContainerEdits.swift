/// What a device changes about a container (Container Device Interface, "containerEdits").
public struct ContainerEdits: Sendable, Hashable {
    /// A node of a device; what is nil is as the host has it.
    public struct Node: Sendable, Hashable {
        /// The path in the container.
        public var path: String
        /// The path on the host.
        public var hostPath: String
        /// `c`, `b`, `u` or `p`.
        public var type: String?
        /// The major number.
        public var major: Int64?
        /// The minor number.
        public var minor: Int64?
        /// The permission bits.
        public var mode: UInt32?
        /// What may be done with it: letters of `rwm`.
        public var permissions: String
        /// The owner's user id.
        public var user: UInt32?
        /// The owner's group id.
        public var group: UInt32?
    }

    /// A mount of a path of the host.
    public struct Mount: Sendable, Hashable {
        /// The path on the host.
        public var hostPath: String
        /// The path in the container.
        public var containerPath: String
        /// Flags and data, as `mount -o` has them.
        public var options: [String]
        /// The file system type, if it is not a bind mount.
        public var type: String?
    }

    /// A program of the host that is run at a moment of the container's life.
    public struct Hook: Sendable, Hashable {
        /// The moments, in the words of the OCI runtime specification.
        public enum Moment: String, Sendable, Hashable, CaseIterable {
            case prestart, createRuntime, createContainer, startContainer, poststart, poststop
        }

        /// When it is run.
        public var moment: Moment
        /// The absolute path of the program.
        public var path: String
        /// The arguments, its name first.
        public var arguments: [String]
        /// The environment as `KEY=VALUE`.
        public var environment: [String]
        /// The seconds after which it is ended.
        public var timeout: Int?
    }

    /// Variables as `KEY=VALUE`.
    public var environment: [String] = []
    /// The nodes of devices.
    public var nodes: [Node] = []
    /// The mounts.
    public var mounts: [Mount] = []
    /// The programs.
    public var hooks: [Hook] = []
    /// Further groups of the container's processes.
    public var groups: [UInt32] = []

    /// Changes nothing.
    public init() {}

    /// Makes other changes after these.
    mutating func append(_ other: ContainerEdits) {
        environment += other.environment
        nodes += other.nodes
        mounts += other.mounts
        hooks += other.hooks
        groups += other.groups.filter { !groups.contains($0) }
    }
}
