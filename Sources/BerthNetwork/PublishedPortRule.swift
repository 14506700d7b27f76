public import BerthModel
public import LinuxSystem

/// A port of the host that containers can be published on.
public struct HostEndpoint: Sendable, Hashable {
    /// The host's address; nil for all of them.
    public let address: IPv4Address?
    /// The protocol.
    public let transport: PortMapping.Transport
    /// The port.
    public let port: UInt16

    /// Names an endpoint; `0.0.0.0` is the same as no address.
    public init(address: IPv4Address? = nil, transport: PortMapping.Transport, port: UInt16) {
        self.address = address == .any ? nil : address
        self.transport = transport
        self.port = port
    }

    /// True when a packet to one of them could be meant for the other.
    public func overlaps(_ other: HostEndpoint) -> Bool {
        (transport, port) == (other.transport, other.port)
            && (address == nil || other.address == nil || address == other.address)
    }
}

extension HostEndpoint: CustomStringConvertible {
    /// `127.0.0.1:8080/tcp`.
    public var description: String { "\(address ?? .any):\(port)/\(transport)" }
}

extension HostEndpoint: Comparable {
    /// Orders by port, then protocol, then address.
    public static func < (left: HostEndpoint, right: HostEndpoint) -> Bool { left.order < right.order }
    private var order: (UInt16, String, IPv4Address) { (port, transport.rawValue, address ?? .any) }
}

/// Where connections to a published port go: one container behind one endpoint of the host.
///
/// Several rules of one endpoint share its connections evenly.
public struct PublishedPortRule: Sendable, Hashable {
    /// The host's side.
    public let endpoint: HostEndpoint
    /// The container's address.
    public let address: IPv4Address
    /// The container's port.
    public let port: UInt16
    /// Whose it is.
    public let owner: Owner

    /// The container behind a rule, as the kernel remembers it beside the rule.
    public struct Owner: Sendable, Hashable {
        /// The network of the container's address.
        public let network: NetworkID
        /// The first twelve digits of the container's id.
        public let container: String
        /// The container's name, as far as it fits into the record.
        public let name: String

        /// Names the owner of a rule by the container's whole id and its name.
        public init(network: NetworkID, container: String, name: String) {
            self.network = network
            self.container = shortID(container)
            // The kernel keeps 128 bytes of comment, and a quote would end it within the command.
            self.name = String(name.filter { $0.isASCII && $0 != "\"" && !$0.isNewline }.prefix(90))
        }
    }

    /// Describes a rule.
    public init(endpoint: HostEndpoint, address: IPv4Address, port: UInt16, owner: Owner) {
        self.endpoint = endpoint
        self.address = address
        self.port = port
        self.owner = owner
    }
}

extension PublishedPortRule: Comparable {
    /// Orders by endpoint, then by the container's address and port.
    public static func < (left: PublishedPortRule, right: PublishedPortRule) -> Bool {
        (left.endpoint, left.address, left.port) < (right.endpoint, right.address, right.port)
    }
}

extension PublishedPortRule {
    /// Its key in the set `published`.
    var element: String {
        "\(endpoint.address ?? .any) . \(endpoint.transport) . \(endpoint.port) . \(address) . \(port)"
    }

    /// The owner as the comment of its element.
    var comment: String { "\(owner.network.bridge) \(owner.container) \(owner.name)" }

    /// Reads an element of the set `published`; nil when it is not as this type writes it.
    init?(key: [String], comment: String?) {
        let words = (comment ?? "").split(separator: " ", maxSplits: 2).map(String.init)
        guard key.count == 5, words.count == 3, let network = NetworkID(bridge: words[0]),
            let transport = PortMapping.Transport(rawValue: key[1]),
            let port = UInt16(key[2]), let targetPort = UInt16(key[4]),
            let address = try? IPv4Address(key[0]),  // nftables writes what we gave it
            let target = try? IPv4Address(key[3])  // as above
        else { return nil }
        self.init(
            endpoint: HostEndpoint(address: address, transport: transport, port: port), address: target,
            port: targetPort, owner: Owner(network: network, container: words[1], name: words[2]))
    }
}
