/// What is asked (RFC 1035, 4.1.2).
public struct DNSQuestion: Sendable, Hashable {
    /// The name.
    public var name: DNSName
    /// The wanted type.
    public var type: RecordType
    /// The wanted class.
    public var recordClass: RecordClass

    /// Creates a question.
    public init(_ name: DNSName, _ type: RecordType, recordClass: RecordClass = .internet) {
        self.name = name
        self.type = type
        self.recordClass = recordClass
    }
}

/// A resource record (RFC 1035, 4.1.3).
public struct DNSRecord: Sendable, Hashable {
    /// The data of a record, by type.
    public enum Data: Sendable, Hashable {
        /// An A or AAAA record.
        case address(IPAddress)
        /// The name an address stands for.
        case pointer(DNSName)
        /// The name an alias stands for.
        case alias(DNSName)
        /// The place of a service (RFC 2782).
        case service(priority: UInt16, weight: UInt16, port: UInt16, target: DNSName)
        /// Any other type: its bytes. Names within them are not followed, so a pointer among them would
        /// point elsewhere once the message is written again.
        case opaque(RecordType, [UInt8])
    }

    /// The name it belongs to.
    public var name: DNSName
    /// The class.
    public var recordClass: RecordClass
    /// How many seconds it may be kept.
    public var timeToLive: UInt32
    /// The type and what it says.
    public var data: Data

    /// Creates a record.
    public init(_ name: DNSName, _ data: Data, timeToLive: UInt32, recordClass: RecordClass = .internet) {
        self.name = name
        self.data = data
        self.timeToLive = timeToLive
        self.recordClass = recordClass
    }

    /// The type.
    public var type: RecordType {
        switch data {
        case .address(.v4): .a
        case .address(.v6): .aaaa
        case .pointer: .ptr
        case .alias: .cname
        case .service: .srv
        case .opaque(let type, _): type
        }
    }
}

/// What the OPT record of a message says (RFC 6891, 6.1).
public struct EDNS: Sendable, Hashable {
    /// The largest UDP message that its sender takes.
    public var payloadSize: UInt16
    /// The version; only 0 exists.
    public var version: UInt8 = 0
    /// True when the asker wants DNSSEC records (DO).
    public var wantsSignatures = false
    /// The options, as they are on the wire.
    public var options: [UInt8] = []

    /// Creates an OPT record without options.
    public init(payloadSize: UInt16) { self.payloadSize = payloadSize }
}
