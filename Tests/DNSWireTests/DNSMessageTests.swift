import Testing

@testable import DNSWire

/// A message with every kind of record, and its bytes.
private let everything = hex(
    """
    12 34 85 a3                         # id; QR AA RD, RA AD, NXDOMAIN
    00 01 00 04 00 01 00 03             # one question, four answers, one authority, three additional
    03 57 65 62 05 66 72 6f 6e 74 00    # 12: "Web" 16: "front"
    00 01 00 01                         # A, IN
    c0 0c 00 05 00 01 00 00 00 03       # Web.front CNAME, 3 seconds
    00 04 01 61 c0 10                   # 39: a.front
    c0 27 00 01 00 01 00 00 00 03       # a.front A
    00 04 ac 12 00 02                   # 172.18.0.2
    c0 27 00 1c 00 01 00 00 00 03       # a.front AAAA
    00 10 fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02
    c0 27 00 0c 00 01 00 00 00 03       # a.front PTR
    00 02 c0 0c                         # Web.front
    c0 10 00 06 00 01 00 01 51 80       # front SOA, a day
    00 03 01 02 03
    c0 27 00 21 00 01 00 00 00 03       # a.front SRV
    00 0f 00 01 00 02 00 50             # priority 1, weight 2, port 80
    01 61 05 66 72 6f 6e 74 00          # its target whole
    c0 27 00 10 00 03 00 00 00 00       # a.front TXT, class CH
    00 00
    00 00 29 10 00 00 00 80 00          # OPT: 4096 bytes, upper code 0, version 0, DO
    00 04 00 0a 00 00                   # an empty cookie
    """)

private func everythingMessage() throws -> DNSMessage {
    let (web, a) = (try DNSName("Web.front"), try DNSName("a.front"))
    var header = DNSHeader(id: 0x1234)
    header.isResponse = true
    header.isAuthoritative = true
    header.isRecursionDesired = true
    header.isRecursionAvailable = true
    header.isAuthentic = true
    header.code = .noSuchName
    var message = DNSMessage(header: header)
    message.questions = [DNSQuestion(web, .a)]
    message.answers = [
        DNSRecord(web, .alias(a), timeToLive: 3),
        DNSRecord(a, .address(try IPAddress("172.18.0.2")), timeToLive: 3),
        DNSRecord(a, .address(try IPAddress("fd00::2")), timeToLive: 3),
        DNSRecord(a, .pointer(web), timeToLive: 3),
    ]
    message.authorities = [
        DNSRecord(try DNSName("front"), .opaque(RecordType(rawValue: 6), [1, 2, 3]), timeToLive: 86_400)
    ]
    message.additionals = [
        DNSRecord(a, .service(priority: 1, weight: 2, port: 80, target: a), timeToLive: 3),
        DNSRecord(
            a, .opaque(RecordType(rawValue: 16), []), timeToLive: 0, recordClass: RecordClass(rawValue: 3)),
    ]
    var edns = EDNS(payloadSize: 4096)
    edns.wantsSignatures = true
    edns.options = [0, 10, 0, 0]
    message.edns = edns
    return message
}

@Suite("Messages on the wire")
struct DNSMessageTests {
    @Test("a message with every kind of record is written byte for byte")
    func encodes() throws {
        #expect(try everythingMessage().encoded() == everything)
    }

    @Test("the same bytes are read back as the same message")
    func decodes() throws {
        #expect(try DNSMessage(decoding: everything) == everythingMessage())
    }

    @Test("a question is as dig writes it")
    func question() throws {
        let expected = hex(
            """
            00 2a 01 00 00 01 00 00 00 00 00 01    # id 42, RD, one question, one additional
            03 77 65 62 00 00 1c 00 01             # web AAAA IN
            00 00 29 04 d0 00 00 00 00 00 00       # OPT: 1232 bytes
            """)
        let message = DNSMessage(
            id: 42, asking: DNSQuestion(try DNSName("web"), .aaaa), edns: EDNS(payloadSize: 1232))
        #expect(message.encoded() == expected)
        #expect(try DNSMessage(decoding: expected) == message)
        #expect(try DNSQuestion.all(in: expected) == message.questions)
    }

    @Test(
        "every flag has its bit",
        arguments: [
            (0x8000, \DNSHeader.isResponse), (0x0400, \.isAuthoritative), (0x0200, \.isTruncated),
            (0x0100, \.isRecursionDesired), (0x0080, \.isRecursionAvailable), (0x0020, \.isAuthentic),
            (0x0010, \.isCheckingDisabled),
        ] as [(UInt16, any WritableKeyPath<DNSHeader, Bool> & Sendable)])
    func flags(bits: UInt16, flag: any WritableKeyPath<DNSHeader, Bool> & Sendable) throws {
        var header = DNSHeader(id: 1)
        header[keyPath: flag] = true
        let bytes = DNSMessage(header: header).encoded()
        #expect(UInt16(bytes[2]) << 8 | UInt16(bytes[3]) == bits)
        #expect(try DNSHeader(decoding: bytes) == header)
    }

    @Test("a code of more than four bits is split between header and OPT record")
    func extendedCode() throws {
        var message = DNSMessage(header: DNSHeader(id: 7))
        message.header.code = .badVersion
        message.edns = EDNS(payloadSize: 512)
        let bytes = message.encoded()
        #expect(bytes[3] & 0xf == 0)
        #expect(bytes[17] == 1)
        #expect(try DNSMessage(decoding: bytes).header.code == .badVersion)
    }

    @Test("no beginning of a message is read as a message")
    func truncation() {
        for length in 0..<everything.count {
            #expect(throws: DNSError.self, "\(length) bytes") {
                try DNSMessage(decoding: Array(everything.prefix(length)))
            }
        }
    }

    @Test("no single changed byte does more than fail or decode to something else")
    func mutations() {
        for index in everything.indices {
            for change in [0x01, 0x80, 0xc0, 0xff] as [UInt8] {
                var bytes = everything
                bytes[index] ^= change
                guard let message = try? DNSMessage(decoding: bytes) else { continue }
                #expect((try? DNSMessage(decoding: message.encoded())) != nil)
            }
        }
    }
}

@Suite("Messages that are too large")
struct DNSLimitTests {
    private func reply(replicas: Int, edns: EDNS? = nil) throws -> DNSMessage {
        let web = try DNSName("web")
        var message = DNSMessage(id: 1, asking: DNSQuestion(web, .a), edns: edns)
        message.answers = (0..<replicas).map {
            DNSRecord(web, .address(.v4(0xac12_0000 + UInt32($0))), timeToLive: 3)
        }
        return message
    }

    @Test("what does not fit is left out and TC is set", arguments: [512, 513, 527, 528, 1232])
    func truncates(limit: Int) throws {
        let bytes = try reply(replicas: 100).encoded(limit: limit)
        let message = try DNSMessage(decoding: bytes)
        // 21 bytes of header and question, 16 for each record.
        #expect(message.answers.count == (limit - 21) / 16)
        #expect(bytes.count == 21 + 16 * message.answers.count)
        #expect(message.header.isTruncated)
    }

    @Test("a message that fits exactly is whole")
    func exact() throws {
        let message = try reply(replicas: 30)
        let bytes = message.encoded()
        #expect(message.encoded(limit: bytes.count) == bytes)
        #expect(try DNSMessage(decoding: message.encoded(limit: bytes.count - 1)).header.isTruncated)
    }

    @Test("the OPT record stays when answers go")
    func optionStays() throws {
        let bytes = try reply(replicas: 100, edns: EDNS(payloadSize: 4096)).encoded(limit: 600)
        let message = try DNSMessage(decoding: bytes)
        #expect(bytes.count <= 600)
        #expect(message.edns == EDNS(payloadSize: 4096))
        #expect(message.header.isTruncated)
    }

    @Test("missing additional records are no truncation")
    func additionals() throws {
        var message = try reply(replicas: 1)
        message.additionals = Array(repeating: message.answers[0], count: 40)
        let short = try DNSMessage(decoding: message.encoded(limit: 100))
        #expect(!short.header.isTruncated)
        #expect(short.answers.count == 1)
        #expect(short.additionals.count == 3)
    }

    @Test("names are compressed, but not beyond what a pointer can reach")
    func farNames() throws {
        var message = DNSMessage(header: DNSHeader(id: 1))
        let filler = DNSRecord(
            .root, .opaque(RecordType(rawValue: 16), Array(repeating: 0, count: 16_400)), timeToLive: 1)
        let record = DNSRecord(try DNSName("far.away"), .address(.v4(1)), timeToLive: 1)
        message.answers = [filler, record, record]
        #expect(try DNSMessage(decoding: message.encoded()) == message)
    }
}
