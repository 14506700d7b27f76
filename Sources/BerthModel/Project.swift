/// A loaded, complete and consistent project: what `up` brings about (Compose Specification, "The Compose application model").
public struct Project: Sendable, Hashable, Codable {
    /// The project's name, `[a-z0-9][a-z0-9_-]*`.
    public var name: String
    /// The absolute directory that relative paths were resolved against.
    public var workingDirectory: String
    /// The absolute paths of the files it was loaded from, in order.
    public var configFiles: [String]
    /// The absolute paths of the environment files used for interpolation.
    public var environmentFiles: [String]
    /// The enabled services, sorted by name.
    public var services: [Service]
    /// The networks that enabled services use, sorted by key.
    public var networks: [Network]
    /// The volumes that enabled services use, sorted by key.
    public var volumes: [Volume]
    /// The configs that enabled services use, sorted by key.
    public var configs: [ProjectFile] = []
    /// The secrets that enabled services use, sorted by key.
    public var secrets: [ProjectFile] = []
    /// The language models that enabled services use, sorted by key.
    public var models: [LanguageModel] = []
    /// The names of services that no active profile enables, sorted.
    public var disabledServices: [String]

    /// Creates a project.
    public init(
        name: String, workingDirectory: String, configFiles: [String] = [], environmentFiles: [String] = [],
        services: [Service] = [], networks: [Network] = [], volumes: [Volume] = [],
        disabledServices: [String] = []
    ) {
        self.name = name
        self.workingDirectory = workingDirectory
        self.configFiles = configFiles
        self.environmentFiles = environmentFiles
        self.services = services
        self.networks = networks
        self.volumes = volumes
        self.disabledServices = disabledServices
    }

    /// The service of a name, if it is enabled.
    public func service(named name: String) -> Service? { services.first { $0.name == name } }
    /// The network of a key.
    public func network(keyed key: String) -> Network? { networks.first { $0.key == key } }
    /// The volume of a key.
    public func volume(keyed key: String) -> Volume? { volumes.first { $0.key == key } }
}

/// A network of a project (Compose Specification, "networks").
public struct Network: Sendable, Hashable, Codable {
    /// The key in the file.
    public var key: String
    /// The real name, `<project>_<key>` unless the file gives one.
    public var name: String
    /// True when it exists outside the project and is neither created nor removed.
    public var isExternal = false
    /// True when its containers do not reach the world.
    public var isInternal = false
    /// The driver; only `bridge` can be created.
    public var driver = "bridge"
    /// The wanted subnets in CIDR notation; empty lets the address pool choose.
    public var subnets: [Subnet] = []
    /// Options of the driver.
    public var driverOptions: [String: String] = [:]
    /// The driver that chooses addresses; nil is the usual one.
    public var addressDriver: String?
    /// Options of the driver that chooses addresses.
    public var addressOptions: [String: String] = [:]
    /// Whether its containers have IPv4 addresses; nil leaves it to the engine.
    public var hasIPv4: Bool?
    /// Whether its containers have IPv6 addresses; nil leaves it to the engine.
    public var hasIPv6: Bool?
    /// True when containers of a cluster may be connected by hand.
    public var isAttachable = false
    /// The user's labels.
    public var labels: [String: String] = [:]
    /// A digest that changes when the network would have to be recreated.
    public var configHash = ""
    /// Where it is defined; nil for the implicit `default`.
    public var location: Location?

    /// One entry of `ipam.config`.
    public struct Subnet: Sendable, Hashable, Codable {
        /// The subnet in CIDR notation.
        public var subnet: String
        /// The gateway; nil takes the first address.
        public var gateway: String?
        /// The part of the subnet that containers get addresses of, in CIDR notation; nil is all of it.
        public var range: String?
        /// Addresses that containers do not get, by the names of their hosts.
        public var reserved: [String: String] = [:]

        /// Creates an entry.
        public init(subnet: String, gateway: String? = nil) {
            self.subnet = subnet
            self.gateway = gateway
        }
    }

    /// Creates a network.
    public init(key: String, name: String) {
        self.key = key
        self.name = name
    }
}

/// A named volume of a project (Compose Specification, "volumes").
public struct Volume: Sendable, Hashable, Codable {
    /// The key in the file.
    public var key: String
    /// The real name, `<project>_<key>` unless the file gives one.
    public var name: String
    /// True when it exists outside the project and is neither created nor removed.
    public var isExternal = false
    /// The driver; only `local` can be created.
    public var driver = "local"
    /// Options of the driver: `type`, `o`, `device`.
    public var driverOptions: [String: String] = [:]
    /// The user's labels.
    public var labels: [String: String] = [:]
    /// A digest that changes when the volume would have to be recreated.
    public var configHash = ""
    /// Where it is defined.
    public var location: Location?

    /// Creates a volume.
    public init(key: String, name: String) {
        self.key = key
        self.name = name
    }
}
