internal import BerthModel
internal import LinuxSystem
internal import NIOCore
internal import NIOPosix

/// Listens for commands on a unix socket and lets a handler carry out what they ask.
///
/// Every request is a task; it is cancelled when its connection closes. Commands that read too slowly lose
/// their connection, so that none holds the stack up.
public struct ControlServer: Sendable {
    private let path: String
    private let handler: any ControlHandler

    /// Prepares a server for a socket at an absolute path, whose directory exists.
    public init(path: String, handler: some ControlHandler) {
        self.path = path
        self.handler = handler
    }

    /// Serves until it is cancelled; requests that run then are cancelled and answered.
    ///
    /// `onListening` is called once, when commands can connect. A socket that is there already is replaced in
    /// one step. At the end the socket is removed, unless another server has replaced it meanwhile.
    public func run(onListening: @Sendable () -> Void = {}) async throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Connection.self)
        let socket = try SocketPath(path)
        let listener = try await listen(at: socket.temporary, arrival)
        let identity: UInt64?
        do {
            try setMode(socket.temporary, 0o600)
            identity = try linkStatus(socket.temporary)?.inode
            try renameFile(socket.temporary, to: socket.short)
        } catch {
            try await listener.close()
            throw error
        }
        onListening()
        await withDiscardingTaskGroup { group in
            for await connection in arrivals { group.addTask { await serve(connection) } }
            group.cancelAll()
        }
        if let identity, try linkStatus(socket.short)?.inode == identity { try removeFile(socket.short) }
        try await listener.close()
    }

    private func listen(at path: String, _ arrival: AsyncStream<Connection>.Continuation) async throws
        -> any Channel
    {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let (lines, line) = AsyncStream.makeStream(
                        of: [UInt8].self, bufferingPolicy: .bufferingOldest(64))
                    try channel.pipeline.syncOperations.addHandlers(
                        ByteToMessageHandler(LineDecoder()), LineReceiver(line))
                    arrival.yield(Connection(channel, lines: lines))
                }
            }
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
    }

    private func serve(_ connection: Connection) async {
        await withDiscardingTaskGroup { group in
            for await line in connection.lines { group.addTask { await answer(line, on: connection) } }
            group.cancelAll()
        }
        connection.close()
    }

    private func answer(_ line: [UInt8], on connection: Connection) async {
        let message: RequestMessage
        do throws(BadRequest) { message = try LineCodec.request(line) } catch {
            return await connection.deliver(.failure(id: error.id, error.failure))
        }
        do {
            let reply = try await handler.handle(message.request) { connection.send(.event($0)) }
            await connection.deliver(.result(id: message.id, reply))
        } catch {
            await connection.deliver(.failure(id: message.id, WireFailure(error)))
        }
    }
}
