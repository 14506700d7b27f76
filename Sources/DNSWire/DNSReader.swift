/// A cursor over a message that never reads outside it.
struct DNSReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    /// Starts at the first byte.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Passes over bytes without looking at them.
    mutating func skip(_ count: Int) throws(DNSError) { _ = try take(count) }

    /// The next bytes.
    mutating func take(_ count: Int) throws(DNSError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw .truncated }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// The next number, in network order.
    mutating func number<Number: FixedWidthInteger & UnsignedInteger>() throws(DNSError) -> Number {
        try take(Number.bitWidth / 8).reduce(0) { $0 << 8 | Number($1) }
    }

    /// The next name.
    ///
    /// Each pointer must lead before the start of the name and before every earlier target,
    /// so that a loop cannot exist; as no name has more labels, 127 of them are enough.
    mutating func name() throws(DNSError) -> DNSName {
        var labels: [[UInt8]] = []
        var length = 1
        var place = position
        var limit = position
        var pointers = 0
        var afterPointer: Int?
        while true {
            let size = Int(try byte(at: place))
            switch size & 0xc0 {
            case 0 where size == 0:
                position = afterPointer ?? place + 1
                return try DNSName(labels: labels)
            case 0:
                length += size + 1
                guard length <= 255 else { throw .invalidName }
                guard place + size < bytes.count else { throw .truncated }
                labels.append(Array(bytes[place + 1...place + size]))
                place += size + 1
            case 0xc0:
                let target = (size & 0x3f) << 8 | Int(try byte(at: place + 1))
                pointers += 1
                guard target < limit, pointers <= 127 else { throw .forwardPointer }
                afterPointer = afterPointer ?? place + 2
                place = target
                limit = target
            default: throw .invalidLabel
            }
        }
    }

    private func byte(at place: Int) throws(DNSError) -> UInt8 {
        guard place < bytes.count else { throw .truncated }
        return bytes[place]
    }
}
