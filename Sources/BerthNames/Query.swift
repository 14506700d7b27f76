internal import DNSWire

/// How a message travels.
enum Transport: Sendable, Hashable {
    case udp, tcp
}

/// A query that was read, with what its answers depend on.
struct Query: Sendable {
    /// The largest message that is taken over UDP, as told in OPT records.
    static let payloadSize = 4096

    /// The bytes as they came.
    let bytes: [UInt8]
    /// The message.
    let message: DNSMessage
    /// How it came, and so how it is passed on.
    let transport: Transport
    /// True when its asker's questions can be passed on, which is the RA flag of answers.
    let isRecursionAvailable: Bool

    /// The largest answer: what the asker takes over UDP (RFC 6891, 6.2.3), or what a length can say.
    var limit: Int {
        transport == .tcp ? 65_535 : max(512, Int(message.edns?.payloadSize ?? 0))
    }

    /// An answer of our own: never authentic (AD), with an OPT record when the query has one.
    func reply(_ code: ResponseCode, _ records: [DNSRecord] = []) -> [UInt8] {
        var header = message.header.reply(code)
        header.isRecursionAvailable = isRecursionAvailable
        var reply = DNSMessage(header: header)
        reply.questions = message.questions
        reply.answers = records
        if let asked = message.edns {
            var edns = EDNS(payloadSize: UInt16(Self.payloadSize))
            edns.wantsSignatures = asked.wantsSignatures
            reply.edns = edns
        }
        return reply.encoded(limit: limit)
    }

    /// The answer of another server under the query's own id, or as much of it as the asker takes.
    func relay(_ answer: [UInt8]) -> [UInt8] {
        let relayed = bigEndianID + answer.dropFirst(2)
        if relayed.count <= limit { return relayed }
        // Dropping all records leaves a message that says: ask again over TCP.
        guard var message = try? DNSMessage(decoding: relayed) else { return reply(.serverFailure) }
        message.header.isTruncated = true
        return message.encoded(limit: limit)
    }

    private var bigEndianID: [UInt8] {
        [UInt8(message.header.id >> 8), UInt8(truncatingIfNeeded: message.header.id)]
    }
}

extension DNSHeader {
    /// The header of an answer to this one.
    func reply(_ code: ResponseCode) -> DNSHeader {
        var reply = DNSHeader(id: id)
        reply.isResponse = true
        reply.opcode = opcode
        reply.isRecursionDesired = isRecursionDesired
        reply.isCheckingDisabled = isCheckingDisabled
        reply.code = code
        return reply
    }
}
