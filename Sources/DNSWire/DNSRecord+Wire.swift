extension DNSQuestion {
    init(from reader: inout DNSReader) throws(DNSError) {
        name = try reader.name()
        type = RecordType(rawValue: try reader.number())
        recordClass = RecordClass(rawValue: try reader.number())
    }

    /// Appends the question.
    func write(to writer: inout DNSWriter) {
        writer.append(name)
        writer.append(type.rawValue)
        writer.append(recordClass.rawValue)
    }
}

/// What stands in a section: a record, or the OPT pseudo record with the upper bits of the response code.
enum SectionEntry {
    case record(DNSRecord)
    case edns(EDNS, upperCode: UInt8)

    init(from reader: inout DNSReader) throws(DNSError) {
        let name = try reader.name()
        let type = RecordType(rawValue: try reader.number())
        let recordClass: UInt16 = try reader.number()
        let timeToLive: UInt32 = try reader.number()
        let length: UInt16 = try reader.number()
        if type == .opt {
            var edns = EDNS(payloadSize: recordClass)
            edns.version = UInt8(truncatingIfNeeded: timeToLive >> 16)
            edns.wantsSignatures = timeToLive & 0x8000 != 0
            edns.options = Array(try reader.take(Int(length)))
            self = .edns(edns, upperCode: UInt8(timeToLive >> 24))
        } else {
            let data = try DNSRecord.Data(from: &reader, type: type, length: Int(length))
            self = .record(
                DNSRecord(name, data, timeToLive: timeToLive, recordClass: RecordClass(rawValue: recordClass))
            )
        }
    }
}

extension DNSRecord {
    /// Appends the record.
    func write(to writer: inout DNSWriter) {
        writer.append(name)
        writer.append(type.rawValue)
        writer.append(recordClass.rawValue)
        writer.append(timeToLive)
        writer.appendCounted { writer in
            switch data {
            case .address(let address): writer.append(address.bytes)
            case .pointer(let name), .alias(let name): writer.append(name)
            case .service(let priority, let weight, let port, let target):
                for number in [priority, weight, port] { writer.append(number) }
                writer.append(target, compressing: false)
            case .opaque(_, let bytes): writer.append(bytes)
            }
        }
    }
}

extension DNSRecord.Data {
    init(from reader: inout DNSReader, type: RecordType, length: Int) throws(DNSError) {
        let end = reader.position + length
        switch (type, length) {
        case (.a, 4), (.aaaa, 16):
            self = .address(try IPAddress(bytes: try reader.take(length)))
        case (.a, _), (.aaaa, _): throw .invalidRecordData
        case (.ptr, _): self = .pointer(try reader.name())
        case (.cname, _): self = .alias(try reader.name())
        case (.srv, _):
            self = .service(
                priority: try reader.number(), weight: try reader.number(), port: try reader.number(),
                target: try reader.name())
        default: self = .opaque(type, Array(try reader.take(length)))
        }
        guard reader.position == end else { throw .invalidRecordData }
    }
}

extension EDNS {
    /// The bytes of the OPT record on the wire.
    var encodedLength: Int { 11 + options.count }

    /// Appends the OPT record with the upper bits of a response code.
    func write(to writer: inout DNSWriter, code: ResponseCode) {
        writer.append(DNSName.root)
        writer.append(RecordType.opt.rawValue)
        writer.append(payloadSize)
        writer.append(
            UInt32(code.rawValue >> 4) << 24 | UInt32(version) << 16 | (wantsSignatures ? 0x8000 : 0))
        writer.appendCounted { $0.append(options) }
    }
}

extension DNSQuestion {
    /// The questions of a message, of which nothing else is read.
    public static func all(in bytes: [UInt8]) throws(DNSError) -> [DNSQuestion] {
        var reader = DNSReader(bytes)
        try reader.skip(4)
        let count: UInt16 = try reader.number()
        try reader.skip(6)
        var questions: [DNSQuestion] = []
        for _ in 0..<count { questions.append(try DNSQuestion(from: &reader)) }
        return questions
    }
}
