public import LinuxSystem

/// Whose namespaces a container is in, and what became of those that are another container's.
public struct NamespaceOwnership: Sendable, Hashable, Codable {
    /// Whose a namespace is.
    public enum Source: Sendable, Hashable, Codable {
        /// The container's own.
        case own
        /// The host's.
        case host
        /// That of the container of an id, which has it as its own.
        case container(String)
    }

    /// The interfaces, addresses and ports.
    public var network = Source.own
    /// The message queues and shared memory.
    public var ipc = Source.own
    /// The process numbers.
    public var processes = Source.own
    /// The ids of the containers that its definition names, which may have a namespace from another in turn.
    public var named: [String] = []
    /// The first processes of the owners of `ipc` and `processes` when its own was made, by container.
    ///
    /// Such a namespace goes with them: an owner with another process has another namespace.
    public var ownerProcesses: [String: ProcessIdentity] = [:]
    /// True when its process ended, or could not start, for the end of an owner's: it is started with that.
    public var endedWithOwner = false

    /// All namespaces of its own.
    public init() {}

    /// The containers whose namespaces go with their processes.
    public var processOwners: Set<String> {
        Set(
            [ipc, processes].compactMap { source in
                guard case .container(let id) = source else { return nil }
                return id
            })
    }
}
