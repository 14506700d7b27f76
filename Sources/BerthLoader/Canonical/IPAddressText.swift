/// Tells addresses of the internet protocols from other texts.
enum IPAddressText {
    /// True for an IPv4 or IPv6 address.
    static func isAddress(_ text: String) -> Bool { ipv4(text) != nil || isIPv6(text) }

    /// The address as a number; nil for anything but four decimal numbers without leading zeros.
    static func ipv4(_ text: String) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard part.utf8.allSatisfy({ (48...57).contains($0) }), part.count <= 3, let byte = UInt8(part)
            else {
                return nil
            }
            if part.count > 1, part.hasPrefix("0") { return nil }
            address = address << 8 | UInt32(byte)
        }
        return address
    }

    /// True for eight groups of hexadecimal digits; `::` stands for some, an IPv4 address for the last two.
    static func isIPv6(_ text: String) -> Bool {
        let address = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let halves = String(address).components(separatedBy: "::")
        guard halves.count <= 2, address.contains(":") else { return false }
        var groups = 0
        for half in halves where !half.isEmpty {
            let parts = half.components(separatedBy: ":")
            for (position, part) in parts.enumerated() {
                let isLast = position == parts.count - 1 && half == halves[halves.count - 1]
                if isLast, ipv4(part) != nil {
                    groups += 2
                } else if (1...4).contains(part.utf8.count), UInt16(part, radix: 16) != nil, part.first != "+"
                {
                    groups += 1
                } else {
                    return false
                }
            }
        }
        return halves.count == 2 ? groups < 8 : groups == 8
    }

    /// An IPv4 subnet in CIDR notation.
    static func subnet(_ text: String) -> Subnet? {
        let parts = text.components(separatedBy: "/")
        guard parts.count == 2, let address = ipv4(parts[0]), let bits = Int(parts[1]),
            (0...32).contains(bits)
        else {
            return nil
        }
        return Subnet(address: address, bits: bits)
    }

    /// The addresses that have their first bits in common.
    struct Subnet {
        /// One of the addresses.
        let address: UInt32
        /// The number of bits in common.
        let bits: Int

        /// True for an address of the subnet.
        func contains(_ other: UInt32) -> Bool { bits == 0 || (address ^ other) >> (32 - bits) == 0 }
    }
}
