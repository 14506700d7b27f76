extension RuntimeSpec {
    /// A process of a container: its first one, or one that joins it.
    public struct Process: Sendable, Hashable, Codable {
        /// True when it gets a terminal of its own.
        public var terminal = false
        /// Who it runs as.
        public var user = User()
        /// The program and its arguments.
        public var args: [String]
        /// The environment as `KEY=VALUE`.
        public var env: [String] = []
        /// The working directory.
        public var cwd = "/"
        /// What it may do.
        public var capabilities: Capabilities?
        /// Limits of resources.
        public var rlimits: [ResourceLimit]?
        /// True when an execve can not gain privileges.
        public var noNewPrivileges = false
        /// The AppArmor profile it runs under.
        public var apparmorProfile: String?
        /// The SELinux label it runs under.
        public var selinuxLabel: String?
        /// How willingly the kernel kills it when memory runs out, from -1000 to 1000.
        public var oomScoreAdj: Int?
        /// The size of its terminal from the first moment on; nil leaves it to the runtime.
        public var consoleSize: ConsoleSize?

        /// Describes a process.
        public init(args: [String]) { self.args = args }
    }

    /// The size of a terminal in character cells.
    public struct ConsoleSize: Sendable, Hashable, Codable {
        /// The number of lines.
        public var height: Int
        /// The number of cells in a line.
        public var width: Int

        /// Names a size.
        public init(height: Int, width: Int) {
            self.height = height
            self.width = width
        }
    }

    /// A user by numbers.
    public struct User: Sendable, Hashable, Codable {
        /// The user id.
        public var uid: UInt32 = 0
        /// The group id.
        public var gid: UInt32 = 0
        /// Further groups.
        public var additionalGids: [UInt32]?

        /// Names a user; root by default.
        public init(uid: UInt32 = 0, gid: UInt32 = 0, additionalGids: [UInt32]? = nil) {
            self.uid = uid
            self.gid = gid
            self.additionalGids = additionalGids
        }
    }

    /// The capability sets of a process (capabilities(7)).
    public struct Capabilities: Sendable, Hashable, Codable {
        /// The limit for what an execve can gain.
        public var bounding: [String]
        /// What is in force.
        public var effective: [String]
        /// What may be put in force.
        public var permitted: [String]

        /// The same capabilities, such as `CAP_CHOWN`, in all sets; none is inheritable, so that a program
        /// started by another user than root has none of them.
        public init(_ names: [String]) {
            bounding = names
            effective = names
            permitted = names
        }

        /// The fourteen capabilities that containers have unless told otherwise.
        public static let standard = Capabilities([
            "CAP_AUDIT_WRITE", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL",
            "CAP_MKNOD", "CAP_NET_BIND_SERVICE", "CAP_NET_RAW", "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP",
            "CAP_SETUID", "CAP_SYS_CHROOT",
        ])
    }

    /// A limit of setrlimit(2).
    public struct ResourceLimit: Sendable, Hashable, Codable {
        /// The name, such as `RLIMIT_NOFILE`.
        public var type: String
        /// What cannot be raised.
        public var hard: UInt64
        /// What is in force.
        public var soft: UInt64

        /// Describes a limit.
        public init(type: String, hard: UInt64, soft: UInt64) {
            self.type = type
            self.hard = hard
            self.soft = soft
        }
    }
}
