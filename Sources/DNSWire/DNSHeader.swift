/// The id and the flags of a message (RFC 1035, 4.1.1; AD and CD: RFC 4035).
public struct DNSHeader: Sendable, Hashable {
    /// The bytes of a header on the wire.
    public static let length = 12

    /// Chosen by the asker, repeated in the answer.
    public var id: UInt16
    /// True in an answer (QR).
    public var isResponse = false
    /// What is asked for.
    public var opcode = Opcode.query
    /// True when the server owns the name (AA).
    public var isAuthoritative = false
    /// True when something did not fit (TC).
    public var isTruncated = false
    /// True when the asker wants the server to ask others (RD).
    public var isRecursionDesired = false
    /// True when the server would ask others (RA).
    public var isRecursionAvailable = false
    /// True when the data were verified (AD).
    public var isAuthentic = false
    /// True when the asker verifies data itself (CD).
    public var isCheckingDisabled = false
    /// The outcome.
    public var code = ResponseCode.noError

    /// Creates the header of a plain question.
    public init(id: UInt16) { self.id = id }

    /// Reads the header alone, for an answer to a message whose rest cannot be read.
    public init(decoding bytes: [UInt8]) throws(DNSError) {
        var reader = DNSReader(bytes)
        try self.init(from: &reader)
        try reader.skip(8)
    }

    init(from reader: inout DNSReader) throws(DNSError) {
        self.init(id: try reader.number())
        let flags: UInt16 = try reader.number()
        opcode = Opcode(rawValue: UInt8(truncatingIfNeeded: flags >> 11))
        code = ResponseCode(rawValue: flags & 0xf)
        for (bit, flag) in Self.flags { self[keyPath: flag] = flags & bit != 0 }
    }

    /// The second 16 bits of the header.
    var encodedFlags: UInt16 {
        let numbers = UInt16(opcode.rawValue) << 11 | code.rawValue & 0xf
        return Self.flags.reduce(numbers) { self[keyPath: $1.flag] ? $0 | $1.bit : $0 }
    }

    private static var flags: [(bit: UInt16, flag: WritableKeyPath<DNSHeader, Bool>)] {
        [
            (0x8000, \.isResponse), (0x0400, \.isAuthoritative), (0x0200, \.isTruncated),
            (0x0100, \.isRecursionDesired), (0x0080, \.isRecursionAvailable), (0x0020, \.isAuthentic),
            (0x0010, \.isCheckingDisabled),
        ]
    }
}
