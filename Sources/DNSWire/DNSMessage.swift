/// A DNS message (RFC 1035, 4).
public struct DNSMessage: Sendable, Hashable {
    /// The id and the flags.
    public var header: DNSHeader
    /// What is asked; one question in practice.
    public var questions: [DNSQuestion] = []
    /// The records that answer.
    public var answers: [DNSRecord] = []
    /// The records that say who is responsible.
    public var authorities: [DNSRecord] = []
    /// Records that may help, without the OPT record.
    public var additionals: [DNSRecord] = []
    /// The OPT record, if there is one.
    public var edns: EDNS?

    /// Creates a message without questions and records.
    public init(header: DNSHeader) { self.header = header }

    /// Creates a question that wants recursion.
    public init(id: UInt16, asking question: DNSQuestion, edns: EDNS? = nil) {
        header = DNSHeader(id: id)
        header.isRecursionDesired = true
        questions = [question]
        self.edns = edns
    }
}

extension DNSMessage {
    /// Reads a message; bytes after its last record are ignored.
    public init(decoding bytes: [UInt8]) throws(DNSError) {
        var reader = DNSReader(bytes)
        header = try DNSHeader(from: &reader)
        // Counts are not trusted with an allocation: each round must find bytes of its own.
        let counts: [UInt16] = [
            try reader.number(), try reader.number(), try reader.number(), try reader.number(),
        ]
        for _ in 0..<counts[0] { questions.append(try DNSQuestion(from: &reader)) }
        for _ in 0..<counts[1] { answers.append(try Self.plainRecord(from: &reader)) }
        for _ in 0..<counts[2] { authorities.append(try Self.plainRecord(from: &reader)) }
        for _ in 0..<counts[3] {
            switch try SectionEntry(from: &reader) {
            case .record(let record): additionals.append(record)
            case .edns(let found, let upperCode):
                guard edns == nil else { throw .misplacedOption }
                edns = found
                header.code = ResponseCode(rawValue: UInt16(upperCode) << 4 | header.code.rawValue)
            }
        }
    }

    private static func plainRecord(from reader: inout DNSReader) throws(DNSError) -> DNSRecord {
        guard case .record(let record) = try SectionEntry(from: &reader) else { throw .misplacedOption }
        return record
    }
}

extension DNSMessage {
    /// The bytes of the message, at most `limit` of them, but as many as header, questions and OPT take.
    ///
    /// Records that do not fit are left out from the end; TC is set when answers or authorities are missing
    /// (RFC 2181, 9), not for additional records.
    public func encoded(limit: Int = 65_535) -> [UInt8] {
        var writer = DNSWriter()
        writer.append([UInt8](repeating: 0, count: DNSHeader.length))
        for question in questions { question.write(to: &writer) }

        let room = limit - (edns?.encodedLength ?? 0)
        var header = header
        var counts = [questions.count]
        for section in [answers, authorities, additionals] {
            let fitting = header.isTruncated ? 0 : writer.append(section, within: room)
            if counts.count < 3, fitting < section.count { header.isTruncated = true }
            counts.append(fitting)
        }
        if let edns {
            edns.write(to: &writer, code: header.code)
            counts[3] += 1
        }

        let numbers = [header.id, header.encodedFlags] + counts.map { UInt16(truncatingIfNeeded: $0) }
        for (index, number) in numbers.enumerated() { writer.put(number, at: 2 * index) }
        return writer.bytes
    }
}
