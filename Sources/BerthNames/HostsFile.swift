/// The content of a container's hosts(5): itself and the host, never other containers.
public struct HostsFile: Sendable, Hashable {
    /// The host name inside the container.
    public var hostname: String
    /// Its addresses, one for each network, in the order of its networks.
    public var addresses: [String]
    /// The host's address on its first network; nil when there is none.
    public var gateway: String?

    /// Describes a container.
    public init(hostname: String, addresses: [String], gateway: String?) {
        self.hostname = hostname
        self.addresses = addresses
        self.gateway = gateway
    }

    /// The text of the file.
    public var text: String {
        let own = addresses.map { ($0, hostname) }
        let host = gateway.map { [($0, "host.docker.internal")] } ?? []
        return (Self.fixed + own + host).map { "\($0)\t\($1)\n" }.joined()
    }

    private static let fixed = [
        ("127.0.0.1", "localhost"),
        ("::1", "localhost ip6-localhost ip6-loopback"),
        ("fe00::", "ip6-localnet"),
        ("ff00::", "ip6-mcastprefix"),
        ("ff02::1", "ip6-allnodes"),
        ("ff02::2", "ip6-allrouters"),
    ]
}
