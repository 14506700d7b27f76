internal import NIOCore

/// The servers that questions are passed on to, in order.
///
/// 127.0.0.11 is no loop here, other than in a container: the servers are asked from the host's namespace,
/// where it is another tool's server (the host may itself be a container of Docker) or nobody's.
struct Upstreams: Sendable, Hashable {
    /// At most three, as many as the C library uses.
    let addresses: [SocketAddress]
    /// How long each may take.
    let patience: TimeAmount

    /// Takes the servers of the host's resolv.conf; those that are no addresses are left out.
    init(_ resolver: ResolverConfiguration, _ configuration: NameServer.Configuration) {
        let port = Int(configuration.upstreamPort)
        addresses = Array(resolver.servers.lazy.compactMap { Self.address($0, port) }.prefix(3))
        patience = TimeAmount(configuration.patience / max(addresses.count, 1))
    }

    private static func address(_ text: String, _ port: Int) -> SocketAddress? {
        // A text that is no address as it stands may be one with a zone.
        if let plain = try? SocketAddress(ipAddress: text, port: port) { return plain }
        let parts = text.split(separator: "%")
        guard parts.count == 2, address(String(parts[0]), port) != nil else { return nil }
        // Only getaddrinfo(3) reads zones, and with an address before the zone it asks nobody.
        return try? SocketAddress.makeAddressResolvingHost(text, port: port)
    }
}
