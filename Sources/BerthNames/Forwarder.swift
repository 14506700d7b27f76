internal import DNSWire
internal import NIOCore
internal import NIOPosix

/// Asks other servers, one after the other, from the namespace that they belong to.
struct Forwarder: Sendable {
    private let loop: any EventLoop

    /// Does its work on an event loop.
    init(on loop: any EventLoop) { self.loop = loop }

    /// The answer of the first server that has one, in its own words; SERVFAIL when none has.
    ///
    /// A server that fails or refuses is passed over, but its answer is kept in case that no other has a
    /// better one. NXDOMAIN is an answer.
    func answer(_ query: Query, from upstreams: Upstreams) -> EventLoopFuture<[UInt8]> {
        ask(upstreams.addresses[...], query, upstreams, last: nil).map { answer in
            answer.map(query.relay) ?? query.reply(.serverFailure)
        }
    }

    private func ask(
        _ servers: ArraySlice<SocketAddress>, _ query: Query, _ upstreams: Upstreams, last: [UInt8]?
    ) -> EventLoopFuture<[UInt8]?> {
        guard let server = servers.first else { return loop.makeSucceededFuture(last) }
        let exchange = Exchange(with: server, about: query, of: upstreams, on: loop)
        return exchange.run().map(Optional.some)
            .recover { _ in nil }  // Silent, unreachable or closed: the next one is asked.
            .flatMap { answer in
                if let answer, !isPassedOver(answer) { return loop.makeSucceededFuture(answer) }
                return ask(servers.dropFirst(), query, upstreams, last: answer ?? last)
            }
    }
}

private func isPassedOver(_ answer: [UInt8]) -> Bool {
    // What has no header cannot be passed on.
    guard let header = try? DNSHeader(decoding: answer) else { return true }
    return [.serverFailure, .refused].contains(header.code)
}
