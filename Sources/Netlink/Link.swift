internal import CNetlinkRoute
public import LinuxSystem

/// A network interface as the kernel describes it.
public struct Link: Sendable, Hashable {
    /// Its number.
    public let index: Int32
    /// Its name.
    public let name: String
    /// The kind it was created as, such as `bridge` or `veth`; nil for hardware and loopback.
    public let kind: String?
    /// The group it is in; 0 unless it was put into another one.
    public let group: UInt32
    /// The bridge it is a port of.
    public let master: Int32?
    /// Its hardware address.
    public let address: MACAddress?
    /// True when it was set up by its owner.
    public let isUp: Bool
    /// True when it carries frames (RFC 2863, ifOperStatus up).
    public let isRunning: Bool

    /// Reads an RTM_NEWLINK message; nil for others.
    init?(_ message: ReceivedMessage) {
        guard Int(message.type) == RTM_NEWLINK, message.payload.count >= 16 else { return nil }
        let attributes = message.attributes(after: 16)
        guard let name = attributes.text(Int(IFLA_IFNAME)) else { return nil }
        self.name = name
        index = message.payload[...].signed(at: 4)
        kind = attributes.nested(Int(IFLA_LINKINFO)).text(Int(IFLA_INFO_KIND))
        group = attributes.number(Int(IFLA_GROUP), as: UInt32.self) ?? 0
        master = attributes.number(Int(IFLA_MASTER), as: Int32.self)
        address = attributes.bytes(Int(IFLA_ADDRESS)).flatMap { MACAddress(octets: $0) }
        isUp = message.payload[...].number(at: 8, as: UInt32.self) & UInt32(IFF_UP.rawValue) != 0
        isRunning = attributes.number(Int(IFLA_OPERSTATE), as: UInt8.self) == UInt8(IF_OPER_UP)
    }
}

/// An IPv4 address of an interface with the subnet it is in.
public struct InterfaceAddress: Sendable, Hashable {
    /// The interface's number.
    public let interface: Int32
    /// The address.
    public let address: IPv4Address
    /// The subnet.
    public let subnet: CIDRv4

    /// Reads an RTM_NEWADDR message; nil for others and for other families.
    init?(_ message: ReceivedMessage) {
        guard Int(message.type) == RTM_NEWADDR, message.payload.count >= 8,
            message.payload[0] == UInt8(AF_INET),
            message.payload[1] <= 32,
            let address = message.attributes(after: 8).address(Int(IFA_LOCAL))
        else { return nil }
        interface = message.payload[...].signed(at: 4)
        self.address = address
        subnet = CIDRv4(containing: address, prefixLength: Int(message.payload[1]))
    }
}

/// An IPv4 route of the main table.
public struct Route: Sendable, Hashable {
    /// Where it leads; `0.0.0.0/0` for the default route.
    public let destination: CIDRv4
    /// The router; nil for a subnet that is on the link.
    public let gateway: IPv4Address?
    /// The interface's number; nil for a route without one, such as a blackhole.
    public let interface: Int32?

    /// Reads an RTM_NEWROUTE message; nil for others, for other families and for other tables.
    init?(_ message: ReceivedMessage) {
        let payload = message.payload
        guard Int(message.type) == RTM_NEWROUTE, payload.count >= 12, payload[0] == UInt8(AF_INET),
            payload[1] <= 32
        else { return nil }
        let attributes = message.attributes(after: 12)
        guard attributes.number(Int(RTA_TABLE.rawValue), as: UInt32.self) == UInt32(RT_TABLE_MAIN.rawValue)
        else { return nil }
        destination = CIDRv4(
            containing: attributes.address(Int(RTA_DST.rawValue)) ?? .any, prefixLength: Int(payload[1]))
        gateway = attributes.address(Int(RTA_GATEWAY.rawValue))
        interface = attributes.number(Int(RTA_OIF.rawValue), as: Int32.self)
    }
}

extension Attributes {
    /// An IPv4 address.
    func address(_ attribute: Int) -> IPv4Address? {
        number(attribute, as: UInt32.self).map { IPv4Address(value: UInt32(bigEndian: $0)) }
    }
}
