extension RuntimeSpec {
    /// The parts of a container that only Linux has.
    public struct Linux: Sendable, Hashable, Codable {
        /// The namespaces that are new or joined; the others are the host's.
        public var namespaces: [Namespace] = []
        /// The cgroup below the root of each hierarchy.
        public var cgroupsPath: String?
        /// Limits by cgroup.
        public var resources: Resources?
        /// Kernel settings of the container's namespaces.
        public var sysctl: [String: String]?
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

    /// Limits by cgroup.
    public struct Resources: Sendable, Hashable, Codable {
        /// Which devices may be used: later rules override earlier ones.
        public var devices: [DeviceRule]?
        /// Limits of memory.
        public var memory: Memory?
        /// Limits of processes.
        public var pids: Processes?

        /// Describes no limits.
        public init() {}
    }

    /// Limits of memory.
    public struct Memory: Sendable, Hashable, Codable {
        /// Bytes of memory.
        public var limit: Int64?
        /// Bytes of memory and swap together.
        public var swap: Int64?

        /// Describes a limit.
        public init(limit: Int64?, swap: Int64? = nil) {
            self.limit = limit
            self.swap = swap
        }
    }

    /// Limits of processes.
    public struct Processes: Sendable, Hashable, Codable {
        /// The greatest number of tasks.
        public var limit: Int64

        /// Describes a limit.
        public init(limit: Int64) { self.limit = limit }
    }

    /// A rule on devices; a missing number stands for all.
    public struct DeviceRule: Sendable, Hashable, Codable {
        /// True when the access is allowed.
        public var allow: Bool
        /// `c`, `b`, or nil for both.
        public var type: String?
        /// The major number.
        public var major: Int64?
        /// The minor number.
        public var minor: Int64?
        /// Letters of `rwm`: read, write, mknod.
        public var access: String

        /// Describes a rule.
        public init(
            allow: Bool, type: String? = nil, major: Int64? = nil, minor: Int64? = nil, access: String = "rwm"
        ) {
            self.allow = allow
            self.type = type
            self.major = major
            self.minor = minor
            self.access = access
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
