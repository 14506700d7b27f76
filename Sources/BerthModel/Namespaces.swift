/// What a container shares with others and with the host.
public struct Namespaces: Sendable, Hashable, Codable {
    /// Whose namespace a container joins in place of one of its own.
    public enum Owner: Sendable, Hashable, Codable {
        /// The host's.
        case host
        /// That of the first container of a service.
        case service(String)
        /// That of a container, by name or id.
        case container(String)
    }

    /// The message queues and shared memory of a container (`ipc`).
    public enum IPC: Sendable, Hashable, Codable {
        /// New ones that others may join.
        case shareable
        /// New ones.
        case `private`
        /// New ones without `/dev/shm`.
        case none
        /// Those of another.
        case joined(Owner)
    }

    /// The control groups that a container sees (`cgroup`).
    public enum ControlGroups: String, Sendable, Hashable, Codable {
        /// Its own alone.
        case `private`
        /// All of the host.
        case host
    }

    /// The message queues and shared memory; nil leaves them to the engine.
    public var ipc: IPC?
    /// Whose processes it sees; nil means its own alone.
    public var processes: Owner?
    /// True to have the host name of the host.
    public var sharesHostname = false
    /// The control groups that it sees; nil leaves them to the engine.
    public var controlGroups: ControlGroups?
    /// The mapping of its users to those of the host, as written: `host`.
    public var users: String?

    /// Creates namespaces of its own.
    public init() {}
}
