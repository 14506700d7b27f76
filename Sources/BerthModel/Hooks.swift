/// A command that is run in a started container of a service (`post_start`, `pre_stop`, `develop.watch.exec`).
public struct Hook: Sendable, Hashable, Codable {
    /// The program and its arguments; empty only for the image's own in an init container.
    public var command: [String] = []
    /// The user; nil is the container's.
    public var user: String?
    /// True for all rights.
    public var isPrivileged = false
    /// The directory; nil is the container's.
    public var workingDirectory: String?
    /// Variables over the container's; nil is without value.
    public var environment: [String: String?] = [:]
    /// Where it is written.
    public var location: Location?

    /// Creates a hook.
    public init(command: [String] = []) { self.command = command }
}

/// A container that must end well before a service's own starts (`pre_start`).
public struct InitContainer: Sendable, Hashable, Codable {
    /// What it runs; without a command the image's.
    public var hook: Hook
    /// The image; nil is the service's.
    public var image: String?
    /// True to run it for each container instead of once for the service.
    public var isPerReplica = false

    /// Creates an init container.
    public init(_ hook: Hook) { self.hook = hook }
}

/// What is done in a service's containers when files of the host change (`develop.watch`).
public struct WatchRule: Sendable, Hashable, Codable {
    /// What is done.
    public enum Action: Sendable, Hashable, Codable {
        /// The image is built and the containers are replaced.
        case rebuild
        /// The containers are restarted.
        case restart
        /// The files are copied to a place in the containers.
        case synchronize(to: String)
        /// The files are copied and the containers restarted.
        case synchronizeAndRestart(to: String)
        /// The files are copied and a command is run.
        case synchronizeAndRun(Hook, to: String)
    }

    /// The absolute path of the file or directory that is watched.
    public var path: String
    /// What is done.
    public var action: Action
    /// The only files that count, as patterns; empty is all.
    public var included: [String] = []
    /// The files that do not count, as patterns.
    public var ignored: [String] = []
    /// True to copy everything at first.
    public var isCopiedFirst = false
    /// Where it is written.
    public var location: Location?

    /// Creates a rule.
    public init(path: String, action: Action) {
        self.path = path
        self.action = action
    }
}
