extension RuntimeSpec {
    /// The parts of a container that only Linux has.
    public struct Linux: Sendable, Hashable, Codable {
        /// The namespaces that are new or joined; the others are the host's.
        public var namespaces: [Namespace] = []
        /// The cgroup below the root of each hierarchy.
        public var cgroupsPath: String?
        /// Limits by cgroup.
        public var resources: Resources?
        /// Device nodes beside those that every container has.
        public var devices: [Device]?
        /// Kernel settings of the container's namespaces.
        public var sysctl: [String: String]?
        /// How user ids of a new user namespace stand for those outside.
        public var uidMappings: [IDMapping]?
        /// How group ids of a new user namespace stand for those outside.
        public var gidMappings: [IDMapping]?
        /// How mounts are passed between the container and the host: `rslave`, `rshared`, `rprivate`.
        public var rootfsPropagation: String?
        /// The SELinux label of the container's mounts.
        public var mountLabel: String?
        /// The system calls that are allowed.
        public var seccomp: Seccomp?
        /// Paths that look empty.
        public var maskedPaths: [String]?
        /// Paths that can not be written.
        public var readonlyPaths: [String]?

        /// Describes a container with all namespaces of the host.
        public init() {}
    }

    /// A namespace: a new one, or the one at a path.
    public struct Namespace: Sendable, Hashable, Codable {
        /// The kinds of namespaces(7), in the specification's words.
        public enum Kind: String, Sendable, Hashable, Codable {
            case pid, network, mount, ipc, uts, user, cgroup
        }

        /// The kind.
        public var type: Kind
        /// The file that stands for an existing one.
        public var path: String?

        /// Names a new namespace, or an existing one by its file.
        public init(_ type: Kind, path: String? = nil) {
            self.type = type
            self.path = path
        }
    }

    /// A node of a device (mknod(2)).
    public struct Device: Sendable, Hashable, Codable {
        /// The path in the container.
        public var path: String
        /// `c`, `b`, `u` or `p`.
        public var type: String
        /// The major number.
        public var major: Int64?
        /// The minor number.
        public var minor: Int64?
        /// The permission bits.
        public var fileMode: UInt32?
        /// The owner's user id.
        public var uid: UInt32?
        /// The owner's group id.
        public var gid: UInt32?

        /// Describes a node.
        public init(path: String, type: String, major: Int64?, minor: Int64?) {
            self.path = path
            self.type = type
            self.major = major
            self.minor = minor
        }
    }

    /// A run of ids of a user namespace (user_namespaces(7)).
    public struct IDMapping: Sendable, Hashable, Codable {
        /// The first id in the container.
        public var containerID: UInt32
        /// The first id on the host.
        public var hostID: UInt32
        /// How many follow each other.
        public var size: UInt32

        /// Describes a run of ids.
        public init(containerID: UInt32, hostID: UInt32, size: UInt32) {
            self.containerID = containerID
            self.hostID = hostID
            self.size = size
        }
    }

    /// The system calls a container may make (seccomp(2)).
    public struct Seccomp: Sendable, Hashable, Codable {
        /// What happens to a call without a rule.
        public var defaultAction: String
        /// The error of `SCMP_ACT_ERRNO` for such a call; EPERM when missing.
        public var defaultErrnoRet: UInt32?
        /// The architectures whose calls are judged, such as `SCMP_ARCH_X86_64`.
        public var architectures: [String]
        /// The rules.
        public var syscalls: [Rule]

        /// What happens to some calls.
        public struct Rule: Sendable, Hashable, Codable {
            /// The names of the calls; names that the kernel lacks are passed over.
            public var names: [String]
            /// What happens, such as `SCMP_ACT_ALLOW`.
            public var action: String
            /// The error of `SCMP_ACT_ERRNO`; EPERM when missing.
            public var errnoRet: UInt32?
            /// The conditions on arguments, all of which must hold.
            public var args: [Condition]?
        }

        /// A condition on an argument of a call.
        public struct Condition: Sendable, Hashable, Codable {
            /// Which argument, from zero.
            public var index: UInt32
            /// What it is compared with.
            public var value: UInt64
            /// The second value, for `SCMP_CMP_MASKED_EQ`.
            public var valueTwo: UInt64?
            /// The comparison, such as `SCMP_CMP_EQ`.
            public var op: String
        }
    }
}
