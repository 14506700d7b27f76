internal import BerthModel
internal import NIOCore
internal import Synchronization

/// One connection of a command: lines in, messages out.
final class Connection: Sendable {
    /// The most bytes that wait for a slow reader before its connection is dropped.
    static let patience = 16 << 20

    /// The lines that arrive; ends when the command is gone.
    let lines: AsyncStream<[UInt8]>
    private let channel: any Channel
    private let waiting = Mutex(0)

    init(_ channel: any Channel, lines: AsyncStream<[UInt8]>) {
        self.channel = channel
        self.lines = lines
    }

    /// Queues a message and returns at once; the connection is dropped when its reader is too far behind.
    @discardableResult
    func send(_ message: ReplyMessage) -> EventLoopFuture<Void>? {
        // What the model holds can always be encoded; a message that cannot is a connection of no use.
        guard let line = try? LineCodec.line(message) else {
            close()
            return nil
        }
        let isTooMuch = waiting.withLock { waiting in
            waiting += line.count
            return waiting > Self.patience + line.count
        }
        if isTooMuch {
            close()
            return nil
        }
        let written = channel.writeAndFlush(ByteBuffer(bytes: line))
        written.whenComplete { [self] _ in waiting.withLock { $0 -= line.count } }
        return written
    }

    /// Queues a message and waits until the kernel has it, or the connection is gone.
    func deliver(_ message: ReplyMessage) async {
        // A command that left does not hear the end: nobody else needs it.
        try? await send(message)?.get()
    }

    /// Ends the connection.
    func close() { channel.close(promise: nil) }
}

/// Hands the lines of a channel to its connection; the stream ends with the channel.
final class LineReceiver: ChannelInboundHandler {
    typealias InboundIn = [UInt8]

    private let lines: AsyncStream<[UInt8]>.Continuation

    init(_ lines: AsyncStream<[UInt8]>.Continuation) { self.lines = lines }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Only so many requests wait to be taken; more is not a command of ours.
        if case .enqueued = lines.yield(unwrapInboundIn(data)) { return }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        lines.finish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
