internal import BerthModel
public import LinuxSystem
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// The name server of a stack: answers each container at 127.0.0.11 inside the container's network namespace.
///
/// It listens at port 1053 there; the container's firewall rewrites port 53 to it, so that the container can
/// use port 53 itself. Who asks is known by the socket. Questions for other names go to the servers of the
/// host's resolv.conf, which is read again when it changes, from the namespace of this process; or to servers of
/// the container's own, from the container's namespace.
public final class NameServer: Sendable {
    /// The address of the name server in every container.
    public static let address = "127.0.0.11"

    /// Where the server listens and whom it asks.
    public struct Configuration: Sendable, Hashable {
        /// The address to listen at.
        public var address = NameServer.address
        /// The port to listen at, over UDP and TCP.
        public var port: UInt16 = 1053
        /// The file that names the host's servers.
        public var resolverFile = "/etc/resolv.conf"
        /// The port of the host's servers.
        public var upstreamPort: UInt16 = 53
        /// How long all of the host's servers together may take: less than the five seconds after which
        /// resolvers give up.
        public var patience = Duration.milliseconds(4500)
        /// How many questions of one container are passed on at a time; more are refused at once.
        public var forwardsPerContainer = 256

        /// How many TCP connections one container can have at a time.
        public var connectionsPerContainer = 128
        /// A TCP connection without a message in either direction for so long is closed.
        public var idlePatience = Duration.seconds(10)

        /// The configuration for containers.
        public init() {}
    }

    private let configuration: Configuration
    private let group: MultiThreadedEventLoopGroup
    private let knowledge: Knowledge
    private let listeners = Mutex<[String: Listener]>([:])
    private let watcher: Task<Void, Never>

    /// Starts the server's thread; nobody is served yet.
    public init(_ configuration: Configuration = Configuration()) {
        self.configuration = configuration
        let knowledge = Knowledge(configuration)
        self.knowledge = knowledge
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        watcher = Task { await knowledge.followResolverFile() }
    }

    /// Answers a container from now on.
    ///
    /// Needs CAP_SYS_ADMIN. Loopback must be up in the namespace. A second call for a container replaces its
    /// sockets, and those of an earlier process that ended are no hindrance. Servers that are given are asked in
    /// place of the host's, from inside the namespace.
    public func serve(
        _ container: String, in namespace: NetworkNamespace, asking servers: [String] = []
    ) async throws {
        let configuration = configuration
        let own = servers.isEmpty ? nil : OwnServers(addresses: servers, namespace: namespace)
        try await serve(container, asking: own) {
            try namespace.enter { try ListeningSockets(configuration.address, configuration.port) }
        }
    }

    /// Answers a container at sockets that the body opens, on a thread of its own.
    func serve(
        _ container: String, asking own: OwnServers? = nil,
        sockets: @escaping @Sendable () throws -> ListeningSockets
    ) async throws {
        await withdraw(container)
        do {
            let desk = Desk(
                container, knowledge, Forwarder(on: group.next()), configuration, asking: own)
            let listener = try await Listener.open(try await offPool(sockets), desk: desk, on: group.next())
            let replaced = listeners.withLock { $0.updateValue(listener, forKey: container) }
            await replaced?.close()
        } catch {
            throw Failure(
                .runtime, "cannot answer names in container \"\(shortID(container))\"", cause: error)
        }
    }

    /// Stops answering a container and closes its sockets and connections.
    ///
    /// Until then the sockets keep the namespace alive in the kernel, even when its pin and all its processes
    /// are gone. Nothing happens for a container that is not served.
    public func withdraw(_ container: String) async {
        await listeners.withLock { $0.removeValue(forKey: container) }?.close()
    }

    /// Replaces all names at once: each question that arrives after the call is answered from the new table.
    public func update(_ table: NameTable) { knowledge.table.withLock { $0 = table } }

    /// Stops answering everybody and ends the server's thread; the last call.
    public func shutdown() async {
        watcher.cancel()
        await watcher.value
        let open = listeners.withLock { listeners in
            defer { listeners = [:] }
            return Array(listeners.values)
        }
        for listener in open { await listener.close() }
        // It fails only when it is called twice, and then the thread has ended already.
        try? await group.shutdownGracefully()
    }
}
