/// The hardware address of an Ethernet interface.
public struct MACAddress: Sendable, Hashable, Comparable {
    /// The six octets in the order of the wire.
    public let octets: [UInt8]

    /// Reads six pairs of hexadecimal digits separated by colons or hyphens, or three groups of four separated
    /// by dots.
    public init(_ text: String) throws(AddressError) {
        let octets = Self.forms.lazy.compactMap { Self.octets(of: text, in: $0) }.first
        guard let octets else {
            throw AddressError(text, isNot: "a hardware address such as 02:00:0a:00:00:02")
        }
        self.octets = octets
    }

    private typealias Form = (separator: Character, bytes: Int)

    private static let forms: [Form] = [(":", 1), ("-", 1), (".", 2)]

    private static func octets(of text: String, in form: Form) -> [UInt8]? {
        let groups = text.split(separator: form.separator, omittingEmptySubsequences: false)
        let numbers = groups.compactMap { group in
            group.utf8.count == 2 * form.bytes && group.first != "+" ? UInt16(group, radix: 16) : nil
        }
        guard groups.count * form.bytes == 6, numbers.count == groups.count else { return nil }
        return numbers.flatMap { number in
            [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)].suffix(form.bytes)
        }
    }

    /// True for an address of many interfaces, which none can have for itself.
    public var isMulticast: Bool { octets[0] & 1 == 1 }

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
