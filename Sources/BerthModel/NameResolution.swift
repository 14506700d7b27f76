/// How a container finds the addresses of names.
public struct NameResolution: Sendable, Hashable, Codable {
    /// A name with an address of its own (`extra_hosts`).
    public struct Host: Sendable, Hashable, Codable {
        /// The name.
        public var name: String
        /// The address, or `host-gateway` for that of the host.
        public var address: String

        /// Creates a name.
        public init(_ name: String, at address: String) {
            self.name = name
            self.address = address
        }
    }

    /// The servers that are asked for names outside the project; empty means those of the host.
    public var servers: [String] = []
    /// Options of the resolver: `ndots:2`.
    public var options: [String] = []
    /// The domains in which short names are looked for.
    public var searchDomains: [String] = []
    /// Names with addresses of their own, sorted.
    public var hosts: [Host] = []

    /// Creates the usual way.
    public init() {}
}

/// A container that has a further name in another's networks (`links`, `external_links`).
public struct Link: Sendable, Hashable, Codable {
    /// The service or, for an external link, the container.
    public var target: String
    /// The further name.
    public var alias: String
    /// Where it is written.
    public var location: Location?

    /// Creates a link.
    public init(to target: String, as alias: String) {
        self.target = target
        self.alias = alias
    }
}
