/// An IPv4 subnet: a network address and the number of its leading bits.
public struct CIDRv4: Sendable, Hashable, Comparable {
    /// The first address; all bits after the prefix are zero.
    public let network: IPv4Address
    /// The number of leading bits that all addresses of the subnet share.
    public let prefixLength: Int

    /// The subnet of the given size that an address is in.
    public init(containing address: IPv4Address, prefixLength: Int) {
        precondition((0...32).contains(prefixLength), "an IPv4 prefix has at most 32 bits")
        self.network = IPv4Address(value: address.value & Self.mask(prefixLength))
        self.prefixLength = prefixLength
    }

    /// Reads `a.b.c.d/n`; bits of the address after the prefix are refused, as they are mostly a slip.
    public init(_ text: String) throws(AddressError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = decimal(parts[1], atMost: 32) else {
            throw AddressError(text, isNot: "an IPv4 subnet such as 10.1.2.0/24")
        }
        let address = try IPv4Address(String(parts[0]))
        self.init(containing: address, prefixLength: Int(length))
        guard network == address else {
            throw AddressError(text, isNot: "an IPv4 subnet; \(self) would be one")
        }
    }

    /// The last address, which is the broadcast address of an ordinary subnet.
    public var last: IPv4Address { IPv4Address(value: network.value | ~Self.mask(prefixLength)) }
    /// The addresses a host can have: all but the first and the last.
    public var hosts: Range<UInt32> {
        guard prefixLength < 31 else { return network.value..<network.value }
        return network.value + 1..<last.value
    }

    /// True when the address is in the subnet.
    public func contains(_ address: IPv4Address) -> Bool {
        address.value & Self.mask(prefixLength) == network.value
    }

    /// True when some address is in both.
    public func overlaps(_ other: CIDRv4) -> Bool { contains(other.network) || other.contains(network) }

    /// Orders by the first address, larger subnets first.
    public static func < (left: CIDRv4, right: CIDRv4) -> Bool {
        (left.network, left.prefixLength) < (right.network, right.prefixLength)
    }

    private static func mask(_ length: Int) -> UInt32 { length == 0 ? 0 : ~0 << UInt32(32 - length) }
}

extension CIDRv4: CustomStringConvertible {
    /// `a.b.c.d/n`, as `init(_:)` reads it.
    public var description: String { "\(network)/\(prefixLength)" }
}
