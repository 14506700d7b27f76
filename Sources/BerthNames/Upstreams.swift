internal import LinuxSystem
internal import NIOCore

/// The servers that questions are passed on to, in order.
///
/// 127.0.0.11 of the host's is no loop here, other than in a container: its servers are asked from the host's
/// namespace, where it is another tool's server (the host may itself be a container of Docker) or nobody's.
struct Upstreams: Sendable, Hashable {
    /// At most three, as many as the C library uses.
    let addresses: [SocketAddress]
    /// How long each may take.
    let patience: TimeAmount
    /// The namespace from which they are asked; nil for this process's.
    private(set) var namespace: NetworkNamespace?

    /// Takes the servers of the host's resolv.conf; those that are no addresses are left out.
    init(_ resolver: ResolverConfiguration, _ configuration: NameServer.Configuration) {
        let port = Int(configuration.upstreamPort)
        addresses = Array(resolver.servers.lazy.compactMap { Self.address($0, port) }.prefix(3))
        patience = TimeAmount(configuration.patience / max(addresses.count, 1))
    }

    /// Takes servers that a service names for its containers, which are asked from the container's namespace.
    ///
    /// What is not reached from there is not reached through the host either.
    init(_ own: OwnServers, _ configuration: NameServer.Configuration) {
        let servers = own.addresses.filter { $0 != configuration.address }
        self.init(
            ResolverConfiguration(servers.map { "nameserver \($0)\n" }.joined()), configuration)
        namespace = own.namespace
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

/// The servers that a container asks in place of the host's.
struct OwnServers: Sendable {
    /// Their addresses, in order.
    let addresses: [String]
    /// The container's namespace.
    let namespace: NetworkNamespace
}
