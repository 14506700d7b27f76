public import OCIRuntime

/// The log file of one container.
public struct LogSource: Sendable, Hashable {
    /// What its lines are marked with.
    public let name: String
    /// The file, in the k8s-file format; it need not exist yet.
    public let path: String

    /// Names a log.
    public init(name: String, path: String) {
        self.name = name
        self.path = path
    }
}

/// Which lines are wanted.
public struct LogQuery: Sendable, Hashable {
    /// How many of a log's last lines are wanted.
    public enum Tail: Sendable, Hashable {
        case all
        case last(Int)
    }

    /// Lines before this moment are not wanted.
    public var since: LogTimestamp?
    /// Lines after this moment are not wanted.
    public var until: LogTimestamp?
    /// How many of each log's last lines are wanted.
    public var tail: Tail = .all
    /// True when lines to come are wanted too.
    public var isFollowing = false

    /// Wants all lines that are there.
    public init() {}
}

/// A line of one of several logs.
public struct LogRecord: Sendable, Hashable {
    /// The log.
    public let source: LogSource
    /// The line.
    public let line: LogLine
}
