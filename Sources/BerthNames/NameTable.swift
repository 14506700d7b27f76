public import BerthModel
internal import DNSWire

/// Who has which name on which network of a stack, and who may see it.
///
/// A value made anew at each change. Names are compared without regard to case; names that no DNS message
/// can carry (a label of more than 63 bytes) are left out, since nobody can ask for them.
public struct NameTable: Sendable {
    /// How long an answer may be kept: short, because containers come and go.
    static let timeToLive: UInt32 = 3

    /// A network of the stack.
    public struct Network: Sendable, Hashable {
        /// The real name, `<project>_<key>` unless the file gives one.
        public var name: String
        /// The key in the file.
        public var key: String
        /// The subnets in CIDR notation.
        public var subnets: [String]
        /// The host's addresses on it.
        public var gateways: [String]
        /// True when its containers do not reach the world.
        public var isInternal = false

        /// Describes a network.
        public init(name: String, key: String, subnets: [String], gateways: [String]) {
            self.name = name
            self.key = key
            self.subnets = subnets
            self.gateways = gateways
        }
    }

    /// A container's place on a network.
    public struct Endpoint: Sendable, Hashable {
        /// The real name of the network.
        public var network: String
        /// The addresses there.
        public var addresses: [String]
        /// Names for this network alone, besides those of the container.
        public var aliases: [String] = []
        /// Networks with a higher number are looked at first, and lead to the host.
        public var priority = 0

        /// Describes a place on a network.
        public init(network: String, addresses: [String], aliases: [String] = []) {
            self.network = network
            self.addresses = addresses
            self.aliases = aliases
        }
    }

    /// A container that asks and is asked for.
    public struct Container: Sendable, Hashable {
        /// Its 64 hexadecimal digits; the first twelve are a name of it.
        public var id: String
        /// Its name, which its addresses are translated back to.
        public var name: String
        /// Its service; nil for a one-off container, which does not answer for one.
        public var service: String?
        /// The host name inside it, if it is set.
        public var hostname: String?
        /// Its networks, in any order.
        public var endpoints: [Endpoint]
        /// False while it has no process and its names exist without addresses; a paused one is running.
        public var isRunning = true
        /// True when its resolv.conf sets `ndots`, so that its resolver expects a chance for its search list.
        public var setsNdots = false
        /// True when it asks servers of its own, from its own namespace.
        public var asksOwnServers = false

        /// Describes a container.
        public init(id: String, name: String, service: String?, endpoints: [Endpoint]) {
            self.id = id
            self.name = name
            self.service = service
            self.endpoints = endpoints
        }
    }

    /// A service of the stack, with or without containers: its names are known, and never asked elsewhere.
    public struct DeclaredService: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// Its aliases by the real name of each of its networks.
        public var aliases: [String: [String]]

        /// Describes a service.
        public init(name: String, aliases: [String: [String]]) {
            self.name = name
            self.aliases = aliases
        }

        /// Takes the names from a loaded service; its networks must be those of the project.
        public init(_ service: Service, of project: Project) {
            name = service.name
            aliases = [:]
            for attachment in service.networks {
                guard let network = project.network(keyed: attachment.network) else { continue }
                aliases[network.name] = attachment.aliases
            }
        }
    }

    /// The networks by their real names.
    let zones: [String: Zone]
    /// The askers by container id.
    let askers: [String: Asker]
    /// All names of one label anywhere in the stack.
    let simpleNames: Set<DNSName>

    /// The table of a stack that has nothing.
    public static let empty = NameTable(zones: [:], askers: [:])

    /// Reads the description of a stack.
    ///
    /// Throws when an address or subnet cannot be read.
    public init(networks: [Network], containers: [Container], services: [DeclaredService] = [])
        throws(Failure)
    {
        var zones: [String: Zone] = [:]
        for network in networks { zones[network.name] = try Zone(network) }
        for service in services {
            for (network, aliases) in service.aliases {
                for name in [service.name] + aliases { zones[network]?.declare(name) }
            }
        }
        for container in containers {
            for endpoint in container.endpoints { try zones[endpoint.network]?.add(container, endpoint) }
        }
        let finished = zones
        let askers = containers.map { ($0.id, Asker($0, zones: finished)) }
        self.init(zones: zones, askers: Dictionary(askers) { _, last in last })
    }

    private init(zones: [String: Zone], askers: [String: Asker]) {
        self.zones = zones
        self.askers = askers
        simpleNames = Set(zones.values.flatMap { $0.hosts.keys.filter { $0.labels.count == 1 } })
    }
}

/// A container as the one who asks.
struct Asker: Sendable {
    /// The real names of its networks in the order in which they are looked at.
    let zones: [String]
    /// True when questions for other names leave the stack: not from internal networks alone, unless the container
    /// asks by itself.
    let reachesWorld: Bool
    /// True when its resolver expects a chance for its search list.
    let setsNdots: Bool

    init(_ container: NameTable.Container, zones: [String: Zone]) {
        let joined = container.endpoints.compactMap { endpoint in
            zones[endpoint.network].map { (endpoint: endpoint, zone: $0) }
        }
        // Docker's order: by priority, those that lead outside first, then by name.
        self.zones = joined.sorted { left, right in
            if left.endpoint.priority != right.endpoint.priority {
                return left.endpoint.priority > right.endpoint.priority
            }
            if left.zone.isInternal != right.zone.isInternal { return right.zone.isInternal }
            return left.endpoint.network < right.endpoint.network
        }.map(\.endpoint.network)
        reachesWorld = container.asksOwnServers || joined.contains { !$0.zone.isInternal }
        setsNdots = container.setsNdots
    }
}
