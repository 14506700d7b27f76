public import BerthModel
public import LinuxSystem

/// A stack as recorded: the project it was last brought up from.
public struct StackRecord: Sendable, Hashable, Codable {
    /// The project as `up` last got it.
    public var project: Project
    /// Seconds since 1970.
    public var createdAt: Double

    /// Records a stack.
    public init(project: Project, createdAt: Double) {
        self.project = project
        self.createdAt = createdAt
    }
}

/// A network that a stack made or is about to make.
public struct NetworkRecord: Sendable, Hashable, Codable {
    /// Twelve hexadecimal digits; the bridge is `br-<id>`.
    public var id: String
    /// The real name, unique on the host.
    public var name: String
    /// The project that owns it.
    public var project: String
    /// The key in the project.
    public var key: String
    /// The subnet in CIDR notation.
    public var subnet: String
    /// The gateway, which is the bridge's address.
    public var gateway: String
    /// True when its containers do not reach the world.
    public var isInternal: Bool
    /// The digest of the definition it was made from.
    public var configHash: String

    /// Records a network.
    public init(
        id: String, network: Network, project: String, subnet: String, gateway: String
    ) {
        self.id = id
        self.name = network.name
        self.project = project
        self.key = network.key
        self.subnet = subnet
        self.gateway = gateway
        self.isInternal = network.isInternal
        self.configHash = network.configHash
    }
}

/// A volume that a stack made.
public struct VolumeRecord: Sendable, Hashable, Codable {
    /// The real name, unique on the host.
    public var name: String
    /// The project that owns it.
    public var project: String
    /// The key in the project; empty for an anonymous volume.
    public var key: String
    /// The container an anonymous volume belongs to.
    public var container: String?
    /// The digest of the definition it was made from.
    public var configHash: String
    /// What the driver mounts for it, `type`, `o` and `device`; nil or empty for a plain directory.
    public var driverOptions: [String: String]?
    /// The user's labels.
    public var labels: [String: String]?

    /// Records a volume.
    public init(name: String, project: String, key: String, container: String? = nil, configHash: String = "")
    {
        self.name = name
        self.project = project
        self.key = key
        self.container = container
        self.configHash = configHash
    }
}

/// An interface of a container on one network.
public struct InterfaceRecord: Sendable, Hashable, Codable {
    /// The id of the network.
    public var network: String
    /// The IPv4 address without prefix length; before the container is recorded, the wanted one or empty.
    public var address: String

    /// Records an interface.
    public init(network: String, address: String) {
        self.network = network
        self.address = address
    }
}

/// A container with everything that a new supervisor needs to take it over, or to remove it.
public struct ContainerRecord: Sendable, Hashable, Codable {
    /// What anyone may know of it.
    public var status: ContainerStatus
    /// The definition it was made from.
    public var service: Service
    /// The id of its image.
    public var imageID: String
    /// Its interfaces, from eth0 on.
    public var interfaces: [InterfaceRecord] = []
    /// What is mounted into it; nil for one that an earlier version made.
    public var mounts: [MountRecord]?
    /// The volumes without a name that were made for it, by the path they are mounted on.
    public var anonymousVolumes: [String: String] = [:]
    /// The signal that stops it.
    public var stopSignal: Int32 = 15
    /// Its process, while it runs or waits to be started.
    public var process: ProcessIdentity?
    /// Its monitor.
    public var monitor: ProcessIdentity?
    /// True after a stop or kill by the user: the restart policy leaves it alone.
    public var wasStoppedByUser = false
    /// True once its process was made; until then it can only be removed.
    public var isComplete = false
    /// True when removing it has begun.
    public var isLeaving = false
    /// The probe that applies, image and service taken together; nil for none.
    public var probe: ProbeRecord?
    /// Whose namespaces it is in; nil, as in older records, means its own.
    public var namespaces: NamespaceOwnership?

    /// Records the intent to create a container.
    public init(status: ContainerStatus, service: Service, imageID: String) {
        self.status = status
        self.service = service
        self.imageID = imageID
    }
}

/// A health check with every default filled in.
public struct ProbeRecord: Sendable, Hashable, Codable {
    /// The command with its arguments.
    public var command: [String]
    /// The time between probes.
    public var interval: Duration
    /// How long a probe may take.
    public var timeout: Duration
    /// The failures in a row that make it unhealthy.
    public var retries: Int
    /// The time after the start in which failures do not count.
    public var startPeriod: Duration
    /// The time between probes during the start period.
    public var startInterval: Duration

    /// Describes a probe with the reference's defaults.
    public init(command: [String]) {
        self.command = command
        interval = .seconds(30)
        timeout = .seconds(30)
        retries = 3
        startPeriod = .zero
        startInterval = .seconds(5)
    }
}
