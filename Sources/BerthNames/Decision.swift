internal import DNSWire

/// What is done about the bytes that a container sent: without sockets.
enum Decision: Sendable {
    /// Send these bytes back.
    case reply([UInt8])
    /// Ask the host's servers, and relay what they say.
    case forward(Query)
    /// Say nothing: the bytes are an answer, or too few to be answered.
    case ignore

    /// Decides about a message of a container.
    init(_ bytes: [UInt8], over transport: Transport, from asker: String, by table: NameTable) {
        // Bytes without a header have no id to answer to; answering an answer could go on for ever.
        guard let header = try? DNSHeader(decoding: bytes), !header.isResponse else {
            self = .ignore
            return
        }
        guard header.opcode == .query else {
            self = .reply(DNSMessage(header: header.reply(.notImplemented)).encoded())
            return
        }
        // Which rule the bytes break is of no use to whoever sent them.
        guard let message = try? DNSMessage(decoding: bytes), message.questions.count == 1 else {
            self = .reply(DNSMessage(header: header.reply(.formatError)).encoded())
            return
        }
        let query = Query(
            bytes: bytes, message: message, transport: transport,
            isRecursionAvailable: table.reachesWorld(asker))
        self = Decision(query, asker, table)
    }

    private init(_ query: Query, _ asker: String, _ table: NameTable) {
        guard query.message.edns?.version ?? 0 == 0 else {
            self = .reply(query.reply(.badVersion))
            return
        }
        switch table.resolve(query.message.questions[0], for: asker) {
        case .answer(let code, let records): self = .reply(query.reply(code, records))
        case .forward: self = .forward(query)
        }
    }
}
