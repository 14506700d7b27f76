internal import CNetlinkRoute
public import LinuxSystem

/// One change to the links, addresses or routes of a namespace.
public enum RouteRequest: Sendable, Hashable {
    /// Makes a bridge, down, without spanning tree and forwarding delay.
    case createBridge(Bridge)
    /// Makes a pair of virtual Ethernet interfaces, one end in another namespace.
    case createPair(VethPair)
    /// Makes an interface a port of a bridge and sets it up.
    case connect(port: String, bridge: Int32)
    /// Sets an interface up.
    case setUp(interface: Int32)
    /// Lets a bridge send a frame back through the port it came from.
    case setHairpin(port: String)
    /// Gives an interface an address in a subnet.
    case addAddress(IPv4Address, prefixLength: Int, interface: Int32)
    /// Sends what has no other route to a router.
    case addDefaultRoute(gateway: IPv4Address)
    /// Deletes an interface, and with a pair its other end.
    case deleteLink(name: String)
    /// Deletes all interfaces of a group at once; several times faster than one by one.
    case deleteLinks(group: UInt32)
}

/// A bridge to be made.
public struct Bridge: Sendable, Hashable {
    /// The name of at most 15 bytes.
    public var name: String
    /// The hardware address; a fixed one does not change when ports come and go.
    public var address: MACAddress
    /// The group it is deleted with.
    public var group: UInt32

    /// Describes a bridge.
    public init(name: String, address: MACAddress, group: UInt32) {
        self.name = name
        self.address = address
        self.group = group
    }
}

/// A pair of interfaces to be made: one here, set up at once, and its peer, down, in another namespace.
public struct VethPair: Sendable, Hashable {
    /// The name here, of at most 15 bytes.
    public var name: String
    /// The number here, which must be free.
    public var index: Int32
    /// The hardware address here.
    public var address: MACAddress
    /// The other end.
    public var peer: Peer

    /// The end in another namespace.
    public struct Peer: Sendable, Hashable {
        /// The name there, of at most 15 bytes.
        public var name: String
        /// The group it is deleted with.
        public var group: UInt32
        /// An open descriptor of the namespace.
        public var namespace: Int32

        /// Describes the other end.
        public init(name: String, group: UInt32, namespace: Int32) {
            self.name = name
            self.group = group
            self.namespace = namespace
        }
    }

    /// Describes a pair.
    public init(name: String, index: Int32, address: MACAddress, peer: Peer) {
        self.name = name
        self.index = index
        self.address = address
        self.peer = peer
    }
}

extension RouteRequest: CustomStringConvertible {
    /// The verb and what it is done to, for errors.
    public var description: String {
        switch self {
        case .createBridge(let bridge): "create bridge \"\(bridge.name)\""
        case .createPair(let pair): "create interfaces \"\(pair.name)\" and \"\(pair.peer.name)\""
        case .connect(let port, let bridge): "connect \"\(port)\" to bridge \(bridge)"
        case .setUp(let interface): "set interface \(interface) up"
        case .setHairpin(let port): "set hairpin mode of \"\(port)\""
        case .addAddress(let address, let length, let interface):
            "add address \(address)/\(length) to interface \(interface)"
        case .addDefaultRoute(let gateway): "add default route via \(gateway)"
        case .deleteLink(let name): "delete interface \"\(name)\""
        case .deleteLinks(let group): "delete the interfaces of group \(group)"
        }
    }
}
