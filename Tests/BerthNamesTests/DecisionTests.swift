import DNSWire
import Testing

@testable import BerthNames

@Suite("Replies to messages")
struct DecisionTests {
    private func decide(_ bytes: [UInt8], _ transport: Transport = .udp, from asker: String = "cli") throws
        -> Decision
    {
        let replicas = (0..<100).map {
            Stack.container("many-\($0)", "many", [("p_front", "172.18.0.\(100 + $0)", [])])
        }
        return Decision(
            bytes, over: transport, from: Stack.id(asker), by: try Stack.table { $0 += replicas })
    }

    private func reply(_ bytes: [UInt8], _ transport: Transport = .udp, from asker: String = "cli") throws
        -> DNSMessage
    {
        guard case .reply(let reply) = try decide(bytes, transport, from: asker) else {
            throw Unexpected.noReply
        }
        return try DNSMessage(decoding: reply)
    }

    private func query(_ name: String, _ type: RecordType = .a, edns: EDNS? = nil) throws -> DNSMessage {
        DNSMessage(id: 0x4242, asking: DNSQuestion(try DNSName(name), type), edns: edns)
    }

    @Test("row 2: id, question and case are repeated, RD and CD too; RA is set")
    func echo() throws {
        var query = try query("P-Web-1")
        query.header.isCheckingDisabled = true
        let reply = try reply(query.encoded())
        #expect(reply.header.id == 0x4242)
        #expect(
            reply.header.isResponse && reply.header.isRecursionDesired && reply.header.isRecursionAvailable)
        #expect(reply.header.isCheckingDisabled && !reply.header.isAuthoritative)
        #expect(reply.questions[0].name.description == "P-Web-1.")
        #expect(reply.answers[0].name.description == "P-Web-1.")
        #expect(reply.edns == nil)
    }

    @Test("row 23: without EDNS an answer has at most 512 bytes and says that it is cut")
    func oversized() throws {
        let bytes = try query("many").encoded()
        guard case .reply(let short) = try decide(bytes) else { throw Unexpected.noReply }
        #expect(short.count <= 512)
        #expect(try DNSMessage(decoding: short).header.isTruncated)
        let whole = try reply(bytes, .tcp)
        #expect(whole.answers.count == 100 && !whole.header.isTruncated)
    }

    @Test(
        "row 23: with EDNS the asker's size counts, but never less than 512 bytes",
        arguments: [
            (UInt16(4096), 100), (1232, 74), (100, 29),
        ])
    func ednsSize(size: UInt16, records: Int) throws {
        let reply = try reply(query("many", edns: EDNS(payloadSize: size)).encoded())
        #expect(reply.answers.count == records)
    }

    @Test("row 24: a query with EDNS gets our OPT record with its DO bit")
    func ednsEcho() throws {
        var edns = EDNS(payloadSize: 1232)
        edns.wantsSignatures = true
        edns.options = [0, 10, 0, 2, 1, 2]
        let reply = try reply(query("web", edns: edns).encoded())
        var expected = EDNS(payloadSize: 4096)
        expected.wantsSignatures = true
        #expect(reply.edns == expected)
    }

    @Test("row 25: AD is never repeated", arguments: ["web", "nobody.p_front", "localhost"])
    func authentic(name: String) throws {
        var query = try query(name)
        query.header.isAuthentic = true
        #expect(try !reply(query.encoded()).header.isAuthentic)
    }

    @Test("row 26: whatever is no query is not implemented", arguments: [1, 2, 4, 5, 15] as [UInt8])
    func opcodes(opcode: UInt8) throws {
        var query = try query("web")
        query.header.opcode = Opcode(rawValue: opcode)
        let reply = try reply(query.encoded())
        #expect(reply.header.code == .notImplemented)
        #expect(reply.header.opcode.rawValue == opcode)
        #expect(reply.header.id == 0x4242)
    }

    @Test("row 30: an internal container is refused at once and told that there is no recursion")
    func noRecursion() throws {
        let reply = try reply(query("example.com").encoded(), from: "alone")
        #expect(reply.header.code == .refused)
        #expect(!reply.header.isRecursionAvailable)
    }

    @Test("an unknown EDNS version is refused as such")
    func ednsVersion() throws {
        var edns = EDNS(payloadSize: 1232)
        edns.version = 1
        let reply = try reply(query("web", edns: edns).encoded())
        #expect(reply.header.code == .badVersion)
        #expect(reply.edns?.version == 0)
        #expect(reply.answers.isEmpty)
    }

    @Test("classes other than IN are refused", arguments: [3, 4, 255] as [UInt16])
    func classes(number: UInt16) throws {
        var query = try query("version.bind")
        query.questions[0].recordClass = RecordClass(rawValue: number)
        #expect(try reply(query.encoded()).header.code == .refused)
    }

    @Test("a header whose rest cannot be read gets FORMERR")
    func malformed() throws {
        let bytes = try query("web", edns: EDNS(payloadSize: 512)).encoded()
        for length in 12..<bytes.count {
            let reply = try reply(Array(bytes.prefix(length)))
            #expect(reply.header.code == .formatError, "\(length) bytes")
            #expect(reply.header.id == 0x4242)
        }
    }

    @Test("no question, or more than one, gets FORMERR", arguments: [0, 2])
    func questionCount(count: Int) throws {
        var query = try query("web")
        query.questions = Array(repeating: query.questions[0], count: count)
        #expect(try reply(query.encoded()).header.code == .formatError)
    }

    @Test("answers and what is shorter than a header get no reply")
    func ignored() throws {
        var answer = try query("web")
        answer.header.isResponse = true
        let bytes = answer.encoded()
        for message in [bytes] + (0..<12).map({ Array(bytes.prefix($0)) }) {
            guard case .ignore = try decide(message) else { throw Unexpected.reply }
        }
    }

    @Test("names of others are passed on as they came")
    func forwards() throws {
        let bytes = try query("Example.com", edns: EDNS(payloadSize: 1232)).encoded()
        guard case .forward(let query) = try decide(bytes) else { throw Unexpected.reply }
        #expect(query.bytes == bytes)
        #expect(query.limit == 1232)
    }

    @Test(
        "an answer of another server is relayed under the query's id, and cut when the asker cannot take it")
    func relay() throws {
        let bytes = try query("example.com").encoded()
        guard case .forward(let query) = try decide(bytes) else { throw Unexpected.reply }
        var answer = query.message
        answer.header.id = 7
        answer.header.isResponse = true
        answer.header.isAuthentic = true
        answer.answers = [DNSRecord(answer.questions[0].name, .address(.v4(1)), timeToLive: 60)]
        let relayed = try DNSMessage(decoding: query.relay(answer.encoded()))
        #expect(relayed.header.id == 0x4242 && relayed.header.isAuthentic && !relayed.header.isTruncated)
        #expect(relayed.answers == answer.answers)

        answer.answers = Array(repeating: answer.answers[0], count: 60)
        let cut = query.relay(answer.encoded())
        #expect(cut.count <= 512)
        #expect(try DNSMessage(decoding: cut).header.isTruncated)
    }
}

/// Why a decision was not the one that a test goes on with.
enum Unexpected: Error {
    case noReply, reply
}
