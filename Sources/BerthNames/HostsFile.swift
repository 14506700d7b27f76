public import BerthModel

/// The content of a container's hosts(5): itself, the names it was given and the host, never other containers.
public struct HostsFile: Sendable, Hashable {
    /// The host name inside the container, perhaps with its domain.
    public var hostname: String
    /// The domain, where the host name is without it.
    public var domain: String?
    /// Its addresses, one for each network, in the order of its networks.
    public var addresses: [String]
    /// The names it was given; `host-gateway` stands for the host's address.
    public var extraHosts: [NameResolution.Host] = []
    /// The host's address on its first network; nil when there is none.
    public var gateway: String?

    /// Describes a container.
    public init(hostname: String, addresses: [String], gateway: String?) {
        self.hostname = hostname
        self.addresses = addresses
        self.gateway = gateway
    }

    /// The text of the file.
    ///
    /// Names that were given come before the container's own, as in docker: the first line with a name decides.
    public var text: String {
        let given = Self.given(extraHosts, gateway)
        return Self.text(of: Self.fixed + given + addresses.map { ($0, names) } + host)
    }

    /// The lines of names with addresses of their own, as text.
    ///
    /// The host has no name where there is no address of it.
    public static func lines(of hosts: [NameResolution.Host], gateway: String?) -> String {
        text(of: given(hosts, gateway))
    }

    private typealias Line = (address: String, names: String)

    private static func text(of lines: [Line]) -> String { lines.map { "\($0)\t\($1)\n" }.joined() }

    private static func given(_ hosts: [NameResolution.Host], _ gateway: String?) -> [Line] {
        hosts.compactMap { host in
            (host.address == gatewayWord ? gateway : host.address).map { ($0, host.name) }
        }
    }

    /// The host name with its domain, and the name without it.
    private var names: String {
        let full = [hostname, domain].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ".")
        let short = full.prefix { $0 != "." }
        return short.count < full.count ? "\(full) \(short)" : full
    }

    /// The word that stands for the host's address.
    public static let gatewayWord = "host-gateway"

    private var host: [Line] {
        let isGiven = extraHosts.contains { $0.name == Self.hostName }
        return isGiven ? [] : gateway.map { [($0, Self.hostName)] } ?? []
    }

    private static let hostName = "host.docker.internal"

    private static let fixed: [Line] = [
        ("127.0.0.1", "localhost"),
        ("::1", "localhost ip6-localhost ip6-loopback"),
        ("fe00::", "ip6-localnet"),
        ("ff00::", "ip6-mcastprefix"),
        ("ff02::1", "ip6-allnodes"),
        ("ff02::2", "ip6-allrouters"),
    ]
}
