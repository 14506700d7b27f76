internal import LinuxSystem
internal import Synchronization

/// What all sockets of a server answer from: the names of the stack and the host's servers.
final class Knowledge: Sendable {
    /// The names of the stack.
    let table = Mutex(NameTable.empty)
    /// The host's servers.
    let upstreams: Mutex<Upstreams>

    private let configuration: NameServer.Configuration

    /// Knows no names yet, and the servers that the host's resolv.conf has now.
    init(_ configuration: NameServer.Configuration) {
        self.configuration = configuration
        upstreams = Mutex(Self.upstreams(of: configuration))
    }

    /// Reads the host's resolv.conf again whenever it changes, until the task is cancelled.
    func followResolverFile() async {
        // Where the file cannot be watched, what was read at the start stays true as far as anybody can tell.
        guard let changes = try? FileChanges(configuration.resolverFile) else { return }
        repeat {
            // Read once more first: the file may have changed before it was watched.
            let current = Self.upstreams(of: configuration)
            upstreams.withLock { $0 = current }
            // It throws when the task is cancelled, or when the file cannot be watched any more.
        } while (try? await changes.next()) != nil
    }

    private static func upstreams(of configuration: NameServer.Configuration) -> Upstreams {
        // A host without the file has no servers; it may come later.
        let text = (try? readText(configuration.resolverFile)) ?? ""
        return Upstreams(ResolverConfiguration(text), configuration)
    }
}
