/// A network a service is on, with the names and addresses it has there.
public struct NetworkAttachment: Sendable, Hashable, Codable {
    /// The key of the network in the project.
    public var network: String
    /// Additional names on this network.
    public var aliases: [String] = []
    /// The static IPv4 address.
    public var address: String?
    /// The static IPv6 address.
    public var address6: String?
    /// Addresses that it has besides, which no router passes on.
    public var linkLocalAddresses: [String] = []
    /// The hardware address of its interface.
    public var hardwareAddress: String?
    /// The name of its interface in the container.
    public var interfaceName: String?
    /// Options for the network's driver.
    public var driverOptions: [String: String] = [:]
    /// The network with the highest is connected first.
    public var priority = 0
    /// The network with the highest has the default route.
    public var gatewayPriority = 0
    /// Where it is written.
    public var location: Location?

    /// Creates an attachment.
    public init(network: String) { self.network = network }
}

/// What a container has in place of networks of its project (`network_mode`).
public enum NetworkMode: Sendable, Hashable, Codable {
    /// No network at all.
    case none
    /// The network of the host.
    case host
    /// The interfaces of the first container of a service.
    case service(String)
    /// The interfaces of a container, by name or id.
    case container(String)
    /// A network by its real name, such as `bridge`.
    case network(String)
}
