internal import CLinux
import Glibc

/// Tells what happens to files and directories, by inotify(7), without looking at them again and again.
public final class FileWatch: Sendable {
    /// One watched path; it stays valid until removed.
    public struct Token: Sendable, Hashable {
        let number: Int32
    }

    /// Kinds of change to a watched file, or to a file in a watched directory.
    public struct Changes: OptionSet, Sendable, Hashable {
        /// The kernel's mask.
        public let rawValue: Int32

        /// Takes the kernel's mask.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// Something was read from it.
        public static let read = Changes(rawValue: IN_ACCESS)
        /// Something was written to it.
        public static let written = Changes(rawValue: IN_MODIFY)
        /// It was open for writing and was closed: what was written is whole.
        public static let closed = Changes(rawValue: IN_CLOSE_WRITE)
        /// It was created in the directory.
        public static let created = Changes(rawValue: IN_CREATE)
        /// It was removed from the directory.
        public static let removed = Changes(rawValue: IN_DELETE)
        /// It was renamed away; the cookie is the one of its arrival.
        public static let left = Changes(rawValue: IN_MOVED_FROM)
        /// It was renamed to this name.
        public static let arrived = Changes(rawValue: IN_MOVED_TO)
    }

    /// One change.
    public struct Event: Sendable, Hashable {
        /// What happened: one of the kinds that were asked for, or none that has a name here.
        public let change: Changes
        /// What the two sides of one renaming share; 0 otherwise.
        public let cookie: UInt32
        /// The file's name within the watched directory; empty for the watched path itself.
        public let name: String
    }

    private let queue: SharedDescriptor

    /// Creates a watch of nothing yet.
    public init() throws(SystemError) {
        queue = SharedDescriptor(OwnedDescriptor(adopting: try check("inotify_init1") { clinux_inotify() }))
    }

    /// Watches a path from now on: look at it once after this call for what happened before.
    ///
    /// A path that is watched already is then watched for these changes alone.
    @discardableResult
    public func add(_ path: String, for changes: Changes) throws(SystemError) -> Token {
        Token(
            number: try check("inotify_add_watch", path) {
                unsafe inotify_add_watch(queue.number, path, UInt32(changes.rawValue))
            })
    }

    /// Forgets a path; nothing happens when the file is gone already.
    public func remove(_ token: Token) { _ = inotify_rm_watch(queue.number, token.number) }

    /// Suspends until something has happened and returns all of it, in order; an event is told once.
    ///
    /// After more than the kernel keeps, a change without kind and name says that anything may have happened.
    /// Throws `CancellationError` when the task is cancelled meanwhile.
    public func next() async throws -> [Event] {
        while true {
            try await Reactor.shared.readable(queue.number)
            // Another task may have taken what made the queue readable.
            if let bytes = try queue.bytesAtHand() { return Self.events(in: bytes) }
        }
    }

    /// Splits what read(2) returns: for each event a head of four words, then a name padded with zeros.
    private static func events(in bytes: [UInt8]) -> [Event] {
        var events: [Event] = []
        var rest = bytes[...]
        func word(_ index: Int) -> UInt32 {
            rest.dropFirst(index * 4).prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
        let known: Changes = [.read, .written, .closed, .created, .removed, .left, .arrived]
        while rest.count >= 16 {
            let change = known.intersection(Changes(rawValue: Int32(bitPattern: word(1))))
            let length = Int(word(3))
            let name = rest.dropFirst(16).prefix(length).prefix { $0 != 0 }
            events.append(
                Event(change: change, cookie: word(2), name: String(decoding: name, as: UTF8.self)))
            rest = rest.dropFirst(16 + length)
        }
        return events
    }
}
