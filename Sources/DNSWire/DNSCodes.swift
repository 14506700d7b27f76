/// The type of a record or question (RFC 1035, 3.2.2).
public struct RecordType: RawRepresentable, Sendable, Hashable {
    /// The number on the wire.
    public let rawValue: UInt16

    /// Takes any number; those without a name here are as good.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// An IPv4 address.
    public static let a = RecordType(rawValue: 1)
    /// The real name behind an alias.
    public static let cname = RecordType(rawValue: 5)
    /// The name of an address.
    public static let ptr = RecordType(rawValue: 12)
    /// An IPv6 address (RFC 3596).
    public static let aaaa = RecordType(rawValue: 28)
    /// The place of a service (RFC 2782).
    public static let srv = RecordType(rawValue: 33)
    /// The pseudo record of EDNS (RFC 6891).
    public static let opt = RecordType(rawValue: 41)
    /// A question for the changes of a zone.
    public static let ixfr = RecordType(rawValue: 251)
    /// A question for a whole zone.
    public static let axfr = RecordType(rawValue: 252)
}

/// The class of a record or question (RFC 1035, 3.2.4).
public struct RecordClass: RawRepresentable, Sendable, Hashable {
    /// The number on the wire.
    public let rawValue: UInt16

    /// Takes any number; those without a name here are as good.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The Internet.
    public static let internet = RecordClass(rawValue: 1)
}

/// What a message asks for (RFC 1035, 4.1.1): four bits.
public struct Opcode: RawRepresentable, Sendable, Hashable {
    /// The number on the wire.
    public let rawValue: UInt8

    /// Takes the lower four bits of any number.
    public init(rawValue: UInt8) { self.rawValue = rawValue & 0xf }

    /// A question.
    public static let query = Opcode(rawValue: 0)
}

/// The outcome of a question: 4 bits of the header, 8 more in the OPT record (RFC 6891, 6.1.3).
public struct ResponseCode: RawRepresentable, Sendable, Hashable {
    /// The number, of 12 bits.
    public let rawValue: UInt16

    /// Takes the lower twelve bits of any number.
    public init(rawValue: UInt16) { self.rawValue = rawValue & 0xfff }

    /// The name exists, whether or not there are records of the type.
    public static let noError = ResponseCode(rawValue: 0)
    /// The query cannot be read.
    public static let formatError = ResponseCode(rawValue: 1)
    /// The server could not find out.
    public static let serverFailure = ResponseCode(rawValue: 2)
    /// The name does not exist (NXDOMAIN).
    public static let noSuchName = ResponseCode(rawValue: 3)
    /// The server does not do what was asked.
    public static let notImplemented = ResponseCode(rawValue: 4)
    /// The server does not want to.
    public static let refused = ResponseCode(rawValue: 5)
    /// The EDNS version is unknown to the server (RFC 6891, 9).
    public static let badVersion = ResponseCode(rawValue: 16)
}
