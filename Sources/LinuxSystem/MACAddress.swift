/// The hardware address of an Ethernet interface.
public struct MACAddress: Sendable, Hashable, Comparable {
    /// The six octets in the order of the wire.
    public let octets: [UInt8]

    /// Reads six pairs of hexadecimal digits separated by colons.
    public init(_ text: String) throws(AddressError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let octets = parts.compactMap { $0.utf8.count == 2 && $0.first != "+" ? UInt8($0, radix: 16) : nil }
        guard parts.count == 6, octets.count == 6 else {
            throw AddressError(text, isNot: "a hardware address such as 02:00:0a:00:00:02")
        }
        self.octets = octets
    }

    /// Takes six octets as they are on the wire; nil when there are not six.
    public init?(octets: [UInt8]) {
        guard octets.count == 6 else { return nil }
        self.octets = octets
    }

    /// The locally administered address that goes with an IPv4 address.
    ///
    /// A container that comes back with its address has its hardware address again, so that the neighbour
    /// tables of the others stay right.
    public init(for address: IPv4Address) { octets = [0x02, 0xbe] + address.octets }

    /// Orders by octets.
    public static func < (left: MACAddress, right: MACAddress) -> Bool {
        left.octets.lexicographicallyPrecedes(right.octets)
    }
}

extension MACAddress: CustomStringConvertible {
    /// Six pairs of lower-case hexadecimal digits, as `init(_:)` reads them.
    public var description: String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
    }
}
