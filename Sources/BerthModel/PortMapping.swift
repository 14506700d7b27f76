/// One published port of a service (`ports`), after ranges were expanded.
public struct PortMapping: Sendable, Hashable, Codable {
    /// A transport protocol.
    public enum Transport: String, Sendable, Hashable, Codable, CaseIterable {
        case tcp, udp, sctp
    }

    /// The port in the container.
    public var target: UInt16
    /// The ports of the host that may be used: one, or a range of which a free one is taken; nil for any free one.
    public var published: ClosedRange<UInt16>?
    /// The address of the host; nil for all.
    public var hostAddress: String?
    /// The protocol.
    public var transport: Transport = .tcp
    /// What the port is for, in the user's words.
    public var name: String?
    /// The protocol above the transport: `http`.
    public var applicationProtocol: String?
    /// How a cluster would publish it: `ingress` or `host`.
    public var mode: String?
    /// Where it is written.
    public var location: Location?

    /// Creates a mapping.
    public init(target: UInt16, published: ClosedRange<UInt16>? = nil) {
        self.target = target
        self.published = published
    }
}
