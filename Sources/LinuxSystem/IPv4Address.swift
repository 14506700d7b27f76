/// An IPv4 address.
public struct IPv4Address: Sendable, Hashable, Comparable {
    /// The address as a number, the first octet in the highest byte.
    public let value: UInt32

    /// Makes an address of its number.
    public init(value: UInt32) { self.value = value }

    /// Reads four decimal octets without leading zeros, such as `10.0.0.1`.
    public init(_ text: String) throws(AddressError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { throw AddressError(text, isNot: "an IPv4 address") }
        var value: UInt32 = 0
        for part in parts {
            guard let octet = decimal(part, atMost: 255) else {
                throw AddressError(text, isNot: "an IPv4 address")
            }
            value = value << 8 | octet
        }
        self.value = value
    }

    /// `0.0.0.0`, which stands for all addresses of the host.
    public static let any = IPv4Address(value: 0)
    /// `127.0.0.1`.
    public static let loopback = IPv4Address(value: 0x7f00_0001)

    /// The four octets in the order of the wire.
    public var octets: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

    /// Orders by number.
    public static func < (left: IPv4Address, right: IPv4Address) -> Bool { left.value < right.value }
}

extension IPv4Address: CustomStringConvertible {
    /// Four decimal octets, as `init(_:)` reads them.
    public var description: String { octets.map(String.init).joined(separator: ".") }
}

/// A text that does not denote an address, a subnet or the like.
public struct AddressError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The text as it was given.
    public let text: String
    /// What it should have been, with its article.
    public let expected: String

    init(_ text: String, isNot expected: String) {
        self.text = text
        self.expected = expected
    }

    /// `"10.0.0" is not an IPv4 address`.
    public var description: String { "\"\(text)\" is not \(expected)" }
}

/// A decimal number without sign and leading zeros that is not above a limit.
func decimal(_ text: Substring, atMost limit: UInt32) -> UInt32? {
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
        text.count == 1 || text.first != "0", let value = UInt32(text), value <= limit
    else { return nil }
    return value
}
