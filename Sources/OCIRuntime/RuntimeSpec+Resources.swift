extension RuntimeSpec {
    /// Limits by cgroup; what is nil is left as the kernel has it.
    public struct Resources: Sendable, Hashable, Codable {
        /// Which devices may be used: later rules override earlier ones.
        public var devices: [DeviceRule]?
        /// Limits of memory.
        public var memory: Memory?
        /// Shares and limits of processors.
        public var cpu: CPU?
        /// Limits of processes.
        public var pids: Processes?
        /// Shares and limits of block devices.
        public var blockIO: BlockIO?
        /// Settings of version 2 by file name, for what has no field of its own.
        public var unified: [String: String]?

        /// Describes no limits.
        public init() {}
    }

    /// Limits of memory in bytes; -1 is without bounds.
    public struct Memory: Sendable, Hashable, Codable {
        /// Memory.
        public var limit: Int64?
        /// What is kept when the machine runs short.
        public var reservation: Int64?
        /// Memory and swap together.
        public var swap: Int64?
        /// How readily pages are swapped out, 0 to 100.
        public var swappiness: UInt64?
        /// True to have processes wait in place of being killed.
        public var disableOOMKiller: Bool?

        /// Describes a limit.
        public init(limit: Int64? = nil, swap: Int64? = nil) {
            self.limit = limit
            self.swap = swap
        }
    }

    /// Shares and limits of processors.
    public struct CPU: Sendable, Hashable, Codable {
        /// The weight against others, in which 1024 is usual.
        public var shares: UInt64?
        /// The microseconds of a period in which it may run.
        public var quota: Int64?
        /// The length of a period in microseconds.
        public var period: UInt64?
        /// The microseconds of a real-time period for its real-time tasks.
        public var realtimeRuntime: Int64?
        /// The length of a real-time period in microseconds.
        public var realtimePeriod: UInt64?
        /// The processors it may run on: `0-3,5`.
        public var cpus: String?
        /// The memory nodes it may use.
        public var mems: String?

        /// Describes no limits.
        public init() {}
    }

    /// Limits of processes.
    public struct Processes: Sendable, Hashable, Codable {
        /// The greatest number of tasks; -1 is without bounds.
        public var limit: Int64

        /// Describes a limit.
        public init(limit: Int64) { self.limit = limit }
    }

    /// Shares and limits of block devices.
    public struct BlockIO: Sendable, Hashable, Codable {
        /// The weight against others, 10 to 1000.
        public var weight: UInt16?
        /// Weights on single devices.
        public var weightDevice: [DeviceWeight]?
        /// Bytes read in a second.
        public var throttleReadBpsDevice: [DeviceRate]?
        /// Bytes written in a second.
        public var throttleWriteBpsDevice: [DeviceRate]?
        /// Read operations in a second.
        public var throttleReadIOPSDevice: [DeviceRate]?
        /// Write operations in a second.
        public var throttleWriteIOPSDevice: [DeviceRate]?

        /// Describes no limits.
        public init() {}
    }

    /// A weight on one block device.
    public struct DeviceWeight: Sendable, Hashable, Codable {
        /// The device's major number.
        public var major: Int64
        /// The device's minor number.
        public var minor: Int64
        /// The weight, 10 to 1000.
        public var weight: UInt16

        /// Describes a weight.
        public init(major: Int64, minor: Int64, weight: UInt16) {
            self.major = major
            self.minor = minor
            self.weight = weight
        }
    }

    /// A rate on one block device.
    public struct DeviceRate: Sendable, Hashable, Codable {
        /// The device's major number.
        public var major: Int64
        /// The device's minor number.
        public var minor: Int64
        /// Bytes or operations in a second.
        public var rate: UInt64

        /// Describes a rate.
        public init(major: Int64, minor: Int64, rate: UInt64) {
            self.major = major
            self.minor = minor
            self.rate = rate
        }
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
}
