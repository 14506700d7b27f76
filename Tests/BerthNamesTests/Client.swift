import DNSWire
import NIOCore
import NIOPosix

@testable import BerthNames

/// A resolver on one socket: sends messages and takes the answers by their ids.
final class Client: Sendable {
    private let channel: any Channel
    private let transport: Transport

    /// Connects to a server.
    init(_ transport: Transport, _ address: String = ServedStack.address, port: UInt16) async throws {
        self.transport = transport
        let server = try SocketAddress(ipAddress: address, port: Int(port))
        let group = MultiThreadedEventLoopGroup.singleton
        switch transport {
        case .udp:
            channel = try await DatagramBootstrap(group: group)
                .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65_535))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            Inbox<AddressedEnvelope<ByteBuffer>>(\.data))
                    }
                }.connect(to: server).get()
        case .tcp:
            channel = try await ClientBootstrap(group: group).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        ByteToMessageHandler(FrameDecoder()), Inbox<ByteBuffer>(\.self),
                    ])
                }
            }.connect(to: server).get()
        }
    }

    /// Sends a message and suspends until its answer is there; throws when the connection ends before.
    func ask(_ message: DNSMessage) async throws -> DNSMessage {
        let answer = channel.eventLoop.makePromise(of: DNSMessage.self)
        channel.pipeline.fireUserInboundEventTriggered(Expected(id: message.header.id, answer: answer))
        send(message.encoded())
        return try await answer.futureResult.get()
    }

    /// Asks for a name and tells the answer in words, as `NameTable.told` does.
    func ask(_ name: String, _ type: RecordType = .a, edns: EDNS? = nil) async throws -> DNSMessage {
        let id = UInt16.random(in: 0 ... .max)
        return try await ask(DNSMessage(id: id, asking: DNSQuestion(try DNSName(name), type), edns: edns))
    }

    /// Sends bytes as one message.
    func send(_ bytes: [UInt8]) {
        let buffer = ByteBuffer(bytes: bytes)
        channel.writeAndFlush(transport == .udp ? buffer : framed(buffer), promise: nil)
    }

    /// Sends bytes as they are.
    func sendRaw(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// Suspends until the connection is closed.
    func isClosed() async throws { try await channel.closeFuture.get() }

    /// Closes the socket.
    func close() async {
        // It may be closed already.
        try? await channel.close()
    }
}

private struct Expected: Sendable {
    let id: UInt16
    let answer: EventLoopPromise<DNSMessage>
}

private final class Inbox<Message>: ChannelInboundHandler {
    typealias InboundIn = Message

    private let bytes: (Message) -> ByteBuffer
    private var expected: [UInt16: EventLoopPromise<DNSMessage>] = [:]

    init(_ bytes: @escaping (Message) -> ByteBuffer) { self.bytes = bytes }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? Expected { expected[event.id] = event.answer }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(bytes(unwrapInboundIn(data)).readableBytesView)
        guard let message = try? DNSMessage(decoding: bytes) else { return }
        expected.removeValue(forKey: message.header.id)?.succeed(message)
    }

    func channelInactive(context: ChannelHandlerContext) {
        for promise in expected.values { promise.fail(ChannelError.eof) }
        expected = [:]
    }
}

extension DNSMessage {
    /// The data of all answers as sorted text.
    var texts: [String] { answers.map(\.dataText).sorted() }
}
