internal import LinuxSystem
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// A UDP and a TCP socket at the same address, made in the namespace of the calling thread.
///
/// Only numbers, which whoever gets them must close: the threads that make the sockets keep nothing that
/// could hold the port a moment longer.
struct ListeningSockets: Sendable {
    let datagram: Int32
    let stream: Int32

    /// Binds both; with port 0 the kernel chooses one.
    init(_ address: String, _ port: UInt16) throws(SystemError) {
        let datagram = try ServerSocket.datagram(address, port: port)
        let stream = try ServerSocket.stream(address, port: try datagram.boundPort())
        self.datagram = datagram.release()
        self.stream = stream.release()
    }
}

/// The open sockets of one container, with the connections made to them.
struct Listener: Sendable {
    private let datagrams: any Channel
    private let connections: any Channel
    private let clients: Clients

    /// Takes sockets over and starts to read from them; when it fails, they are closed.
    static func open(_ sockets: ListeningSockets, desk: Desk, on loop: any EventLoop) async throws -> Listener
    {
        let stream = OwnedDescriptor(adopting: sockets.stream)
        let clients = Clients(maximum: desk.configuration.connectionsPerContainer)
        let datagrams = try await DatagramBootstrap(group: loop)
            .channelOption(
                .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Query.payloadSize)
            )
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(DatagramHandler(desk))
                }
            }
            .withBoundSocket(sockets.datagram).get()
        do {
            let connections = try await ServerBootstrap(group: loop)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try ConnectionHandler.serve(channel, desk, clients)
                    }
                }
                .withBoundSocket(stream.release()).get()
            return Listener(datagrams: datagrams, connections: connections, clients: clients)
        } catch {
            // The error to report is the one that led here.
            try? await datagrams.close()
            throw error
        }
    }

    /// Closes the sockets and all connections.
    func close() async {
        await close([datagrams, connections])
        // Only now are there no new ones.
        await close(clients.all)
    }

    private func close(_ channels: [any Channel]) async {
        // It fails only when the channel is closed already.
        for channel in channels { try? await channel.close() }
    }
}

/// The TCP connections of one container: so many, and no more.
final class Clients: Sendable {
    private let maximum: Int
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    /// Takes so many connections at a time.
    init(maximum: Int) { self.maximum = maximum }

    /// All open connections.
    var all: [any Channel] { channels.withLock { Array($0.values) } }

    /// Enters a connection until it closes; false when there are too many.
    func admit(_ channel: any Channel) -> Bool {
        let key = ObjectIdentifier(channel)
        let isAdmitted = channels.withLock { channels in
            guard channels.count < maximum else { return false }
            channels[key] = channel
            return true
        }
        guard isAdmitted else { return false }
        channel.closeFuture.whenComplete { [self] _ in
            _ = channels.withLock { $0.removeValue(forKey: key) }
        }
        return true
    }
}
