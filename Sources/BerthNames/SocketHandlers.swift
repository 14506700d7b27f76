internal import NIOCore

/// Answers datagrams.
final class DatagramHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let desk: Desk

    init(_ desk: Desk) { self.desk = desk }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let question = unwrapInboundIn(data)
        let (channel, asker) = (context.channel, question.remoteAddress)
        switch desk.answer(question.data, over: .udp) {
        case .never: break
        case .now(let bytes):
            let answer = AddressedEnvelope(remoteAddress: asker, data: ByteBuffer(bytes: bytes))
            context.write(wrapOutboundOut(answer), promise: nil)
        case .later(let future):
            future.whenSuccess { bytes in
                let answer = AddressedEnvelope(remoteAddress: asker, data: ByteBuffer(bytes: bytes))
                channel.writeAndFlush(answer, promise: nil)
            }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

    // An unreachable asker, told by ICMP, is no reason to close the socket of all others.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}

/// Answers the messages of a TCP connection, each as soon as its answer is known (RFC 7766, 7).
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let desk: Desk

    private init(_ desk: Desk) { self.desk = desk }

    /// Sets up a new connection, or closes it when there are too many.
    static func serve(_ channel: any Channel, _ desk: Desk, _ clients: Clients) throws {
        guard clients.admit(channel) else { throw ChannelError.inputClosed }
        let patience = TimeAmount(desk.configuration.idlePatience)
        try channel.pipeline.syncOperations.addHandlers([
            IdleStateHandler(allTimeout: patience), ByteToMessageHandler(FrameDecoder()),
            ConnectionHandler(desk),
        ])
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = context.channel
        switch desk.answer(unwrapInboundIn(data), over: .tcp) {
        // What is no question breaks the protocol.
        case .never: context.close(promise: nil)
        case .now(let bytes): context.write(wrapOutboundOut(framed(ByteBuffer(bytes: bytes))), promise: nil)
        case .later(let future):
            future.whenSuccess { bytes in
                channel.writeAndFlush(framed(ByteBuffer(bytes: bytes)), promise: nil)
            }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

    // An asker that does not read its answers is not read from either.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        // It fails only when the channel is closed.
        try? context.channel.syncOptions?.setOption(.autoRead, value: context.channel.isWritable)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
