internal import DNSWire
internal import NIOCore
internal import Synchronization

/// Answers the messages of one container, from whichever of its sockets they come.
final class Desk: Sendable {
    /// What becomes of a message.
    enum Answer {
        case now([UInt8])
        case later(EventLoopFuture<[UInt8]>)
        case never
    }

    /// The limits that hold for the container.
    let configuration: NameServer.Configuration

    private let container: String
    private let knowledge: Knowledge
    private let forwarder: Forwarder
    private let ownServers: Upstreams?
    private let forwards = Atomic(0)

    /// Answers for a container by its id, asking servers of its own in place of the host's if it has any.
    init(
        _ container: String, _ knowledge: Knowledge, _ forwarder: Forwarder,
        _ configuration: NameServer.Configuration, asking ownServers: OwnServers? = nil
    ) {
        self.ownServers = ownServers.map { Upstreams($0, configuration) }
        self.container = container
        self.knowledge = knowledge
        self.forwarder = forwarder
        self.configuration = configuration
    }

    /// Decides about a message.
    ///
    /// More questions than allowed for other servers are refused at once, because a
    /// resolver that is told so can go on, and one that is left waiting cannot.
    func answer(_ message: ByteBuffer, over transport: Transport) -> Answer {
        let table = knowledge.table.withLock { $0 }
        let bytes = Array(message.readableBytesView)
        switch Decision(bytes, over: transport, from: container, by: table) {
        case .ignore: return .never
        case .reply(let reply): return .now(reply)
        case .forward(let query): return forward(query)
        }
    }

    private func forward(_ query: Query) -> Answer {
        guard forwards.add(1, ordering: .relaxed).newValue <= configuration.forwardsPerContainer else {
            forwards.subtract(1, ordering: .relaxed)
            return .now(query.reply(.refused))
        }
        let answer = forwarder.answer(query, from: ownServers ?? knowledge.upstreams.withLock { $0 })
        answer.whenComplete { [self] _ in forwards.subtract(1, ordering: .relaxed) }
        return .later(answer)
    }
}
