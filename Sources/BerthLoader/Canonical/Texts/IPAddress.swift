/// An address of the internet protocol, version 4 or 6.
struct IPAddress: Sendable, Hashable {
    /// The address from its most significant byte: four bytes or sixteen.
    let bytes: [UInt8]

    /// True for version 4.
    var isVersion4: Bool { bytes.count == 4 }

    /// Reads an address; nil for another text.
    init?(_ text: String) {
        guard let bytes = Self.version4(text[...]) ?? Self.version6(text) else { return nil }
        self.bytes = bytes
    }

    /// Four decimal numbers without leading zeros.
    private static func version4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard part.utf8.allSatisfy({ (48...57).contains($0) }), part.utf8.count <= 3,
                let byte = UInt8(part), part.utf8.count == 1 || part.first != "0"
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    /// Eight groups of hexadecimal digits; `::` stands for some, an address of version 4 for the last two.
    private static func version6(_ text: String) -> [UInt8]? {
        let address = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let halves = String(address).components(separatedBy: "::")
        guard halves.count <= 2, address.contains(":") else { return nil }
        var parts: [[UInt8]] = []
        for (position, half) in halves.enumerated() {
            guard let bytes = groups(half, isLast: position == halves.count - 1) else { return nil }
            parts.append(bytes)
        }
        let missing = 16 - parts.joined().count
        guard halves.count == 2 ? missing >= 2 : missing == 0 else { return nil }
        return parts[0] + [UInt8](repeating: 0, count: missing) + (parts.count > 1 ? parts[1] : [])
    }

    private static func groups(_ text: String, isLast: Bool) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (position, group) in groups.enumerated() {
            if isLast, position == groups.count - 1, let tail = version4(group) {
                bytes += tail
            } else if (1...4).contains(group.utf8.count), group.first != "+",
                let value = UInt16(group, radix: 16)
            {
                bytes += [UInt8(value >> 8), UInt8(value & 0xff)]
            } else {
                return nil
            }
        }
        return bytes
    }
}

/// The addresses that have their first bits in common, in CIDR notation.
struct Subnet: Sendable, Hashable {
    /// One of the addresses.
    let address: IPAddress
    /// The number of bits in common.
    let bits: Int

    /// Reads `address/bits`; nil for another text.
    init?(_ text: String) {
        let parts = text.components(separatedBy: "/")
        guard parts.count == 2, let address = IPAddress(parts[0]), let bits = UInt8(parts[1]),
            bits <= address.bytes.count * 8
        else { return nil }
        self.address = address
        self.bits = Int(bits)
    }

    /// True for an address of the subnet.
    func contains(_ other: IPAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        return zip(address.bytes, other.bytes).enumerated().allSatisfy { position, pair in
            let common = min(8, max(0, bits - position * 8))
            return (pair.0 ^ pair.1) >> (8 - common) == 0
        }
    }
}
