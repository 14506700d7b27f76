/// What a container may use of the machine (`cpus`, `mem_limit`, …, `deploy.resources`).
///
/// Absent values leave the kernel's or the runtime's default.
public struct Resources: Sendable, Hashable, Codable {
    /// The share of the processors.
    public var cpu = CPU()
    /// The share of the memory.
    public var memory = Memory()
    /// The share of the block devices.
    public var blockIO = BlockIO()
    /// The number of processes.
    public var processes: Limit?
    /// The limits of each process, sorted by name.
    public var processLimits: [ProcessLimit] = []

    /// Creates limits that leave everything.
    public init() {}
}

/// An amount that may be without bounds.
public enum Limit: Sendable, Hashable, Codable {
    /// No bound (`-1`).
    case unlimited
    /// At most so many, or so many bytes.
    case atMost(Int64)

    /// Creates a limit from a number of the format, in which everything below zero means no bound.
    public init(_ number: Int64) { self = number < 0 ? .unlimited : .atMost(number) }
}

/// The processors of a container.
public struct CPU: Sendable, Hashable, Codable {
    /// The number of processors that it may keep busy: `1.5`.
    public var limit: Double?
    /// The number of processors it should be able to count on (`deploy.resources.reservations.cpus`).
    public var reservation: Double?
    /// The weight against other containers; 1024 is the default.
    public var shares: Int64?
    /// The microseconds of a period in which it may run; below zero means all.
    public var quota: Int64?
    /// The length of a period in microseconds.
    public var period: Int64?
    /// The microseconds of a real-time period in which its real-time tasks may run.
    public var realTimeRuntime: Int64?
    /// The length of a real-time period in microseconds.
    public var realTimePeriod: Int64?
    /// The processors it may run on: `0-3,5`.
    public var set: String?
    /// The number of processors it sees; only on Windows.
    public var count: Int64?
    /// The percentage of all processors that it may use; only on Windows.
    public var percent: Double?

    /// Creates limits that leave everything.
    public init() {}
}

/// The memory of a container, in bytes.
public struct Memory: Sendable, Hashable, Codable {
    /// What it may use.
    public var limit: Limit?
    /// What it keeps when the machine runs short.
    public var reservation: Limit?
    /// What it may use of memory and swap together.
    public var limitWithSwap: Limit?
    /// How readily its pages are swapped out, 0 to 100.
    public var swappiness: Int64?
    /// The size of `/dev/shm`.
    public var shared: Int64?
    /// True to have it wait for memory in place of being killed.
    public var waitsWhenExhausted = false
    /// How much sooner (up to 1000) or later (down to -1000) than others it is killed for memory.
    public var killPriority: Int64?

    /// Creates limits that leave everything.
    public init() {}
}

/// The block devices of a container (`blkio_config`).
public struct BlockIO: Sendable, Hashable, Codable {
    /// A number that holds for one device.
    public struct DeviceValue: Sendable, Hashable, Codable {
        /// The path of the device on the host.
        public var path: String
        /// A weight, a number of bytes or of operations in a second.
        public var value: Int64

        /// Creates a value.
        public init(path: String, value: Int64) {
            self.path = path
            self.value = value
        }
    }

    /// The weight against other containers, 10 to 1000.
    public var weight: Int64?
    /// The weight on single devices.
    public var deviceWeights: [DeviceValue] = []
    /// The bytes read in a second.
    public var readBytes: [DeviceValue] = []
    /// The bytes written in a second.
    public var writtenBytes: [DeviceValue] = []
    /// The read operations in a second.
    public var readOperations: [DeviceValue] = []
    /// The write operations in a second.
    public var writeOperations: [DeviceValue] = []

    /// Creates limits that leave everything.
    public init() {}
}

/// A limit of each process of a container (`ulimits`).
public struct ProcessLimit: Sendable, Hashable, Codable {
    /// The name: `nofile`.
    public var name: String
    /// What a process gets.
    public var soft: Limit
    /// What a process may raise it to.
    public var hard: Limit

    /// Creates a limit.
    public init(_ name: String, soft: Limit, hard: Limit) {
        self.name = name
        self.soft = soft
        self.hard = hard
    }
}

/// A discrete resource that a scheduler would have to find (`generic_resources`).
public struct GenericResource: Sendable, Hashable, Codable {
    /// What it is.
    public var kind: String
    /// How many of it.
    public var value: Int64

    /// Creates a resource.
    public init(kind: String, value: Int64) {
        self.kind = kind
        self.value = value
    }
}
