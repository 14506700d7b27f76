internal import DNSWire
internal import LinuxSystem
internal import NIOCore
internal import NIOPosix

/// Why another server has no answer.
enum ExchangeError: Error {
    /// The connection ended, or time was up, before an answer came.
    case noAnswer
}

/// One question to one server, on a socket of its own.
///
/// The random port of the socket and the random id protect from forged answers.
struct Exchange: Sendable {
    private let server: SocketAddress
    private let query: Query
    private let patience: TimeAmount
    private let namespace: NetworkNamespace?
    private let loop: any EventLoop
    private let expectation: Expectation

    init(with server: SocketAddress, about query: Query, of upstreams: Upstreams, on loop: any EventLoop) {
        self.server = server
        self.query = query
        patience = upstreams.patience
        namespace = upstreams.namespace
        self.loop = loop
        expectation = Expectation(id: .random(in: 0 ... .max), question: query.message.questions[0])
    }

    /// Asks; the socket is closed when the future is fulfilled.
    func run() -> EventLoopFuture<[UInt8]> {
        let deadline = NIODeadline.now() + patience
        let answer = loop.makePromise(of: [UInt8].self)
        let bytes =
            [UInt8(expectation.id >> 8), UInt8(truncatingIfNeeded: expectation.id)] + query.bytes.dropFirst(2)
        connect(answer).whenComplete { result in
            switch result {
            case .success(let channel):
                // Closing the channel fails the promise.
                let alarm = loop.scheduleTask(deadline: deadline) { channel.close(promise: nil) }
                answer.futureResult.whenComplete { _ in
                    alarm.cancel()
                    channel.close(promise: nil)
                }
                let message = ByteBuffer(bytes: bytes)
                channel.writeAndFlush(query.transport == .udp ? message : framed(message), promise: nil)
            case .failure(let error): answer.fail(error)
            }
        }
        return answer.futureResult
    }

    private func connect(_ answer: EventLoopPromise<[UInt8]>) -> EventLoopFuture<any Channel> {
        switch (query.transport, namespace) {
        case (.udp, nil): datagrams(answer).connect(to: server)
        case (.tcp, nil): connection(answer).connect(to: server)
        case (.udp, let namespace?):
            socket(in: namespace).flatMap { number in
                // The channel has to know itself that its socket is connected.
                datagrams(answer).withBoundSocket(number).flatMap { channel in
                    channel.connect(to: server).map { channel }
                }
            }
        case (.tcp, let namespace?):
            socket(in: namespace).flatMap { connection(answer).withConnectedSocket($0) }
        }
    }

    private func datagrams(_ answer: EventLoopPromise<[UInt8]>) -> DatagramBootstrap {
        let expectation = expectation
        return DatagramBootstrap(group: loop)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65_535))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        EnvelopeOpener(), AnswerReader(expectation, answer),
                    ])
                }
            }
    }

    private func connection(_ answer: EventLoopPromise<[UInt8]>) -> ClientBootstrap {
        let expectation = expectation
        return ClientBootstrap(group: loop)
            .connectTimeout(patience)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        ByteToMessageHandler(FrameDecoder()), AnswerReader(expectation, answer),
                    ])
                }
            }
    }

    /// The number of a connected socket of a namespace, which whoever gets it must close.
    private func socket(in namespace: NetworkNamespace) -> EventLoopFuture<Int32> {
        let (host, port) = (server.ipAddress ?? "", UInt16(server.port ?? 0))
        let address: ClientSocket.Address =
            query.transport == .tcp ? .stream(host: host, port: port) : .datagram(host: host, port: port)
        let patience = Duration.nanoseconds(patience.nanoseconds)
        return loop.makeFutureWithTask {
            try await offPool {
                try namespace.enter { try ClientSocket(to: address, within: patience).release() }
            }
        }
    }
}

/// What an answer must repeat to be taken for one.
private struct Expectation: Sendable {
    let id: UInt16
    let question: DNSQuestion

    func isMet(by bytes: [UInt8]) -> Bool {
        // Bytes that cannot be read are nobody's answer.
        guard let header = try? DNSHeader(decoding: bytes), header.isResponse, header.id == id,
            let questions = try? DNSQuestion.all(in: bytes)
        else { return false }
        // Servers that cannot read a question do not repeat it.
        return questions == [question] || questions.isEmpty && header.code != .noError
    }
}

/// Fulfils a promise with the first message that is the expected answer, or fails it when the channel ends.
private final class AnswerReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let expectation: Expectation
    private let answer: EventLoopPromise<[UInt8]>
    private var isDone = false

    init(_ expectation: Expectation, _ answer: EventLoopPromise<[UInt8]>) {
        self.expectation = expectation
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        guard !isDone, expectation.isMet(by: bytes) else { return }
        isDone = true
        answer.succeed(bytes)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) {
        guard !isDone else { return }
        isDone = true
        answer.fail(ExchangeError.noAnswer)
    }
}

/// Takes datagrams of a connected socket out of their envelopes.
private final class EnvelopeOpener: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias InboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireChannelRead(wrapInboundOut(unwrapInboundIn(data).data))
    }
}
