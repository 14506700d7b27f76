/// An IPv4 or IPv6 address, as the bytes that A and AAAA records carry.
public enum IPAddress: Sendable, Hashable {
    /// An IPv4 address as a number in host order.
    case v4(UInt32)
    /// An IPv6 address as its two halves in host order.
    case v6(UInt64, UInt64)

    /// Reads `172.18.0.2` or `fd00::2`; a zone (`%eth0`) is no part of an address.
    public init(_ text: some StringProtocol) throws(DNSError) {
        self = text.contains(":") ? try .v6(parsing: String(text)) : .v4(try parsedV4(String(text)))
    }

    /// Takes 4 or 16 bytes in network order.
    public init(bytes: some Collection<UInt8>) throws(DNSError) {
        switch bytes.count {
        case 4: self = .v4(bytes.reduce(0) { $0 << 8 | UInt32($1) })
        case 16:
            self = .v6(
                bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
                bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) })
        default: throw .invalidAddress
        }
    }

    /// The 4 or 16 bytes in network order.
    public var bytes: [UInt8] {
        switch self {
        case .v4(let number): bigEndianBytes(number)
        case .v6(let high, let low): bigEndianBytes(high) + bigEndianBytes(low)
        }
    }

    private static func v6(parsing text: String) throws(DNSError) -> IPAddress {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2, let first = halves.first else { throw .invalidAddress }
        let head = try groups(first)
        guard halves.count == 2 else { return try IPAddress(groups: head) }
        let tail = try groups(halves[1])
        let zeros = 8 - head.count - tail.count
        guard zeros >= 1 else { throw .invalidAddress }
        return try IPAddress(groups: head + [UInt16](repeating: 0, count: zeros) + tail)
    }

    private init(groups: [UInt16]) throws(DNSError) {
        guard groups.count == 8 else { throw .invalidAddress }
        try self.init(bytes: groups.flatMap(bigEndianBytes))
    }

    /// The 16-bit groups of one side of `::`, the last of which may be written as IPv4.
    private static func groups(_ text: Substring) throws(DNSError) -> [UInt16] {
        guard !text.isEmpty else { return [] }
        var result: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains(".") {
                let number = try parsedV4(String(part))
                result += [UInt16(number >> 16), UInt16(truncatingIfNeeded: number)]
            } else {
                guard (1...4).contains(part.count), part.allSatisfy(\.isHexDigit),
                    let group = UInt16(part, radix: 16)
                else { throw .invalidAddress }
                result.append(group)
            }
        }
        return result
    }
}

extension IPAddress: CustomStringConvertible {
    /// `172.18.0.2`, or the eight groups of an IPv6 address without leading zeros.
    public var description: String {
        switch self {
        case .v4: bytes.map(String.init).joined(separator: ".")
        case .v6:
            stride(from: 0, to: 16, by: 2)
                .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
                .joined(separator: ":")
        }
    }
}

extension IPAddress {
    /// The address that a name under `in-addr.arpa` or `ip6.arpa` stands for; nil for every other name.
    public init?(reverse name: DNSName) {
        let labels = name.labels.map { String(decoding: $0, as: UTF8.self) }
        switch (labels.count, labels.suffix(2).map { $0.lowercased() }) {
        case (6, ["in-addr", "arpa"]):
            // Any other six labels are just a name without an address.
            guard let number = try? parsedV4(labels.prefix(4).reversed().joined(separator: ".")) else {
                return nil
            }
            self = .v4(number)
        case (34, ["ip6", "arpa"]):
            let nibbles = labels.prefix(32).reversed().compactMap {
                $0.count == 1 ? UInt64($0, radix: 16) : nil
            }
            guard nibbles.count == 32 else { return nil }
            self = .v6(
                nibbles.prefix(16).reduce(0) { $0 << 4 | $1 }, nibbles.suffix(16).reduce(0) { $0 << 4 | $1 })
        default: return nil
        }
    }
}

private func parsedV4(_ text: String) throws(DNSError) -> UInt32 {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
        part.allSatisfy { $0.isASCII && $0.isNumber } && part.count <= 3 ? UInt8(part) : nil
    }
    guard parts.count == 4, numbers.count == 4 else { throw .invalidAddress }
    return numbers.reduce(0) { $0 << 8 | UInt32($1) }
}

/// The bytes of a number, most significant first.
func bigEndianBytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    stride(from: Number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
}
