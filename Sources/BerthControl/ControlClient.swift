public import BerthModel
internal import LinuxSystem
internal import NIOCore
internal import NIOPosix

/// Asks the supervisor of a stack; each request has its own connection, so that several run side by side.
public struct ControlClient: Sendable {
    private let path: String

    /// Finds the supervisor that listens at a path; fails with `notFound` when there is none.
    public static func connect(_ path: String) async throws -> ControlClient {
        let client = ControlClient(path: path)
        try await client.open().channel.close()
        return client
    }

    private init(path: String) { self.path = path }

    /// Sends a request and returns its reply.
    ///
    /// Meanwhile events go to `onEvent` one after the other; while it is busy no more are read.
    /// Throws the failure of the supervisor as it was thrown there. When the task is cancelled the connection
    /// is closed, by which the supervisor cancels the request, and `CancellationError` is thrown.
    public func send(_ request: ControlRequest, onEvent: (StackEvent) async throws -> Void = { _ in })
        async throws -> ControlReply
    {
        let connection = try await open()
        do {
            let reply = try await exchange(request, over: connection, onEvent)
            // The peer may have closed it already; there is nothing more to hear.
            try? await connection.channel.close()
            return reply
        } catch {
            // Closing is how the supervisor hears that nobody waits; when it is closed already, it has heard.
            try? await connection.channel.close()
            try Task.checkCancellation()
            throw error
        }
    }

    private func exchange(
        _ request: ControlRequest, over connection: OpenConnection,
        _ onEvent: (StackEvent) async throws -> Void
    ) async throws -> ControlReply {
        let line = try LineCodec.line(RequestMessage(id: 1, request))
        // A supervisor that died while the request was written is told by the end of its lines.
        connection.channel.writeAndFlush(ByteBuffer(bytes: line), promise: nil)
        for await batch in connection.batches {
            for line in batch {
                switch try LineCodec.reply(line) {
                case .event(let event): try await onEvent(event)
                case .result(_, let reply): return reply
                case .failure(_, let failure): throw failure.failure
                }
            }
            connection.channel.read()
        }
        try Task.checkCancellation()
        throw Failure(
            .runtime, "the supervisor ended before it answered \"\(request.method)\"",
            remedy: "run the command again; the stack's state is kept")
    }

    private func open() async throws -> OpenConnection {
        let (batches, batch) = AsyncStream.makeStream(of: [[UInt8]].self)
        do {
            let socket = try SocketPath(path)
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(ChannelOptions.autoRead, value: false)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers(
                            ByteToMessageHandler(LineDecoder()), BatchReceiver(batch))
                    }
                }
                .connect(unixDomainSocketPath: socket.short).get()
            channel.read()
            return OpenConnection(channel: channel, batches: batches)
        } catch let error as IOError
            where error.errnoCode == connectionRefused || error.errnoCode == noSuchFile
        {
            throw Failure(.notFound, "no supervisor listens at \"\(path)\"")
        } catch let error as SystemError where error.isNotFound {
            throw Failure(.notFound, "no supervisor listens at \"\(path)\"")
        }
    }
}

/// ENOENT and ECONNREFUSED of Linux (errno(3)).
private let noSuchFile: Int32 = 2
private let connectionRefused: Int32 = 111

private struct OpenConnection {
    let channel: any Channel
    /// The lines of each read; the next read waits until it is asked for.
    let batches: AsyncStream<[[UInt8]]>
}

/// Hands on the lines of each read of a channel that does not read by itself.
private final class BatchReceiver: ChannelInboundHandler {
    typealias InboundIn = [UInt8]

    private let batches: AsyncStream<[[UInt8]]>.Continuation
    private var lines: [[UInt8]] = []

    init(_ batches: AsyncStream<[[UInt8]]>.Continuation) { self.batches = batches }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { lines.append(unwrapInboundIn(data)) }

    func channelReadComplete(context: ChannelHandlerContext) {
        if lines.isEmpty { return context.read() }
        batches.yield(lines)
        lines = []
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !lines.isEmpty { batches.yield(lines) }
        batches.finish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
