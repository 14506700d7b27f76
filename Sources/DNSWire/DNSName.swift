/// A domain name: labels of bytes, compared without regard to ASCII case, which is kept (RFC 4343).
public struct DNSName: Sendable {
    /// The labels from the most specific one on, without the empty label of the root.
    public let labels: [[UInt8]]

    /// The root, which has no labels.
    public static let root = DNSName(checked: [])

    /// Makes a name of labels of 1 to 63 bytes that take at most 255 bytes on the wire.
    public init(labels: [[UInt8]]) throws(DNSError) {
        let length = labels.reduce(1) { $0 + 1 + $1.count }
        guard length <= 255, labels.allSatisfy({ (1...63).contains($0.count) }) else { throw .invalidName }
        self.labels = labels
    }

    /// Reads a name as it is written by people: labels between dots, with or without a dot at the end.
    public init(_ text: String) throws(DNSError) {
        let relative = text.utf8.last == UInt8(ascii: ".") ? text.utf8.dropLast() : text.utf8[...]
        let parts =
            relative.isEmpty
            ? [] : relative.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        try self.init(labels: parts.map(Array.init))
    }

    private init(checked labels: [[UInt8]]) { self.labels = labels }

    /// The name without its first labels; the root when it has no more than these.
    public func dropFirst(_ count: Int) -> DNSName { DNSName(checked: Array(labels.dropFirst(count))) }

    /// The name without its last labels; the root when it has no more than these.
    public func dropLast(_ count: Int) -> DNSName { DNSName(checked: Array(labels.dropLast(count))) }

    /// True when the name is the other or ends with all of its labels.
    public func isInside(_ other: DNSName) -> Bool {
        labels.count >= other.labels.count && dropFirst(labels.count - other.labels.count) == other
    }

    /// The name under another one; fails when both together are too long.
    public func appending(_ other: DNSName) throws(DNSError) -> DNSName {
        try DNSName(labels: labels + other.labels)
    }
}

extension DNSName: Hashable {
    /// Compares without regard to ASCII case.
    public static func == (left: DNSName, right: DNSName) -> Bool {
        left.labels.count == right.labels.count
            && zip(left.labels, right.labels).allSatisfy { $0.elementsEqual($1) { folded($0) == folded($1) } }
    }

    /// Feeds the labels in lower case, so that equal names hash alike.
    public func hash(into hasher: inout Hasher) {
        for label in labels {
            hasher.combine(label.count)
            for byte in label { hasher.combine(folded(byte)) }
        }
    }
}

extension DNSName: CustomStringConvertible {
    /// The name with a dot at its end; bytes that are not printable, and dots, as `\DDD` (RFC 1035, 5.1).
    public var description: String {
        labels.isEmpty ? "." : labels.map { $0.map(printed).joined() + "." }.joined()
    }
}

private func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}

private func printed(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
    case 0x21...0x7e: String(UnicodeScalar(byte))
    default: "\\" + String(repeating: "0", count: byte < 10 ? 2 : byte < 100 ? 1 : 0) + String(byte)
    }
}
