internal import CLinux
import Glibc

/// What happens to the files of some directories, by inotify(7).
public final class DirectoryEvents: Sendable {
    /// One change.
    public struct Event: Sendable, Hashable {
        /// The kinds of change.
        public enum Kind: Sendable, Hashable {
            /// A file was created or written to.
            case written
            /// A file was renamed away; the cookie is the one of `arrived`.
            case left(cookie: UInt32)
            /// A file was renamed to this name.
            case arrived(cookie: UInt32)
        }

        /// What happened.
        public let kind: Kind
        /// The file's name within its directory.
        public let name: String
    }

    private let queue: SharedDescriptor

    /// Starts to watch directories; what happens from now on is not missed.
    public init(_ directories: [String]) throws(SystemError) {
        queue = SharedDescriptor(OwnedDescriptor(adopting: try check("inotify_init1") { clinux_inotify() }))
        let mask = UInt32(IN_CREATE | IN_MODIFY | IN_MOVED_FROM | IN_MOVED_TO)
        for directory in directories {
            try check("inotify_add_watch", directory) {
                unsafe inotify_add_watch(queue.number, directory, mask)
            }
        }
    }

    /// Suspends until something has happened and returns all of it, in order.
    ///
    /// Throws `CancellationError` when the task is cancelled meanwhile.
    public func next() async throws -> [Event] {
        try await Reactor.shared.readable(queue.number)
        return parseEvents(try readDescriptor(queue.number, upTo: 65536))
    }
}

/// Splits what read(2) returns from an inotify descriptor: a head of 16 bytes, then a name padded with zeros.
private func parseEvents(_ bytes: [UInt8]) -> [DirectoryEvents.Event] {
    var events: [DirectoryEvents.Event] = []
    var rest = bytes[...]
    func word(_ index: Int) -> UInt32 {
        rest.dropFirst(index * 4).prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
    while rest.count >= 16 {
        let mask = word(1)
        let cookie = word(2)
        let length = Int(word(3))
        let name = String(decoding: rest.dropFirst(16).prefix(length).prefix { $0 != 0 }, as: UTF8.self)
        rest = rest.dropFirst(16 + length)
        if let kind = kind(mask, cookie) { events.append(DirectoryEvents.Event(kind: kind, name: name)) }
    }
    return events
}

private func kind(_ mask: UInt32, _ cookie: UInt32) -> DirectoryEvents.Event.Kind? {
    if mask & UInt32(IN_CREATE | IN_MODIFY) != 0 { return .written }
    if mask & UInt32(IN_MOVED_FROM) != 0 { return .left(cookie: cookie) }
    if mask & UInt32(IN_MOVED_TO) != 0 { return .arrived(cookie: cookie) }
    return nil
}
