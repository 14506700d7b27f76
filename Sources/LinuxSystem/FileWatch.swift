internal import CLinux
import Glibc

/// Tells when files change, by inotify(7), without looking at them again and again.
public final class FileWatch: Sendable {
    /// One watched path; it stays valid until removed.
    public struct Token: Sendable, Hashable {
        let number: Int32
    }

    /// What is waited for.
    public enum Interest: Sendable, Hashable {
        /// Something was written to the file.
        case content
        /// Something was created in the directory or moved into it.
        case entries

        var mask: UInt32 {
            switch self {
            case .content: UInt32(IN_MODIFY)
            case .entries: UInt32(IN_CREATE) | UInt32(IN_MOVED_TO)
            }
        }
    }

    private let descriptor: SharedDescriptor

    /// Creates a watch of nothing yet.
    public init() throws(SystemError) {
        descriptor = SharedDescriptor(
            OwnedDescriptor(adopting: try check("inotify_init1") { clinux_inotify() }))
    }

    /// Watches a path from now on: look at the file once after this call for what happened before.
    public func add(_ path: String, for interest: Interest) throws(SystemError) -> Token {
        Token(
            number: try check("inotify_add_watch", path) {
                unsafe inotify_add_watch(descriptor.number, path, interest.mask)
            })
    }

    /// Forgets a path; nothing happens when the file is gone already.
    public func remove(_ token: Token) { _ = inotify_rm_watch(descriptor.number, token.number) }

    /// Suspends until something happened and tells to which paths; an event is told once.
    ///
    /// Empty when the kernel's queue ran over: then any of the paths may have changed.
    public func next() async throws -> Set<Token> {
        while true {
            try await Reactor.shared.readable(descriptor.number)
            if let events = try pendingEvents() { return Self.tokens(in: events) }
        }
    }

    /// What the kernel has queued; nil when another waiter took it.
    private func pendingEvents() throws(SystemError) -> [UInt8]? {
        do throws(SystemError) { return try readDescriptor(descriptor.number, upTo: 65536) } catch
            where error.wouldBlock
        {
            return nil
        }
    }

    /// The watches named by a buffer of `struct inotify_event`: 16 bytes and a name, whose length is the last four.
    static func tokens(in buffer: [UInt8]) -> Set<Token> {
        var tokens: Set<Token> = []
        var offset = 0
        while offset + 16 <= buffer.count {
            let number = Int32(bitPattern: word(buffer, at: offset))
            if number < 0 { return [] }
            tokens.insert(Token(number: number))
            offset += 16 + Int(word(buffer, at: offset + 12))
        }
        return tokens
    }

    private static func word(_ buffer: [UInt8], at offset: Int) -> UInt32 {
        buffer[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
