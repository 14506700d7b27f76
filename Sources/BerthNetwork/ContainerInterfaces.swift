internal import BerthModel
public import LinuxSystem

/// What a container sees of the network: a namespace with an interface for each network it is on.
public struct ContainerInterfaces: Sendable, Hashable {
    /// The container's id of 64 hexadecimal digits.
    public var container: String
    /// The file that pins the namespace.
    public var namespace: String
    /// The interfaces `eth0`, `eth1` and so on, in order.
    public var interfaces: [Interface]
    /// True when it publishes ports, so that it must reach itself through the host's address.
    public var publishesPorts = false

    /// An interface.
    public struct Interface: Sendable, Hashable {
        /// The network it is on.
        public var network: NetworkDescription
        /// Its address there.
        public var address: IPv4Address
        /// Its hardware address; nil for the one that goes with the address.
        public var hardwareAddress: MACAddress?

        /// Describes an interface.
        public init(network: NetworkDescription, address: IPv4Address) {
            self.network = network
            self.address = address
        }
    }

    /// Describes the interfaces of a container.
    public init(container: String, namespace: String, interfaces: [Interface]) {
        self.container = container
        self.namespace = namespace
        self.interfaces = interfaces
    }

    /// The way out: the gateway of the first network that has one to the world.
    var defaultGateway: IPv4Address? { interfaces.first { !$0.network.isInternal }?.network.gateway }
    /// The names of the host's ends, in order.
    var hostEnds: [String] { interfaces.indices.map { HostEnd.name(container: container, index: $0) } }
}

/// The host's end of a container's interface: `v`, twelve digits of the container's id, and a number.
enum HostEnd {
    static func name(container: String, index: Int) -> String { "v\(shortID(container))\(index)" }

    /// The short id of the container that an interface belongs to; nil for interfaces of other kinds.
    static func container(ofInterface name: String) -> String? {
        guard name.hasPrefix("v"), (14...15).contains(name.utf8.count) else { return nil }
        return String(name.dropFirst().prefix(12))
    }
}
