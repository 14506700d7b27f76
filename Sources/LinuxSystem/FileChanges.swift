internal import CLinux
import Glibc

/// Tells when the file behind a path may have changed, by inotify(7).
///
/// The file, its directory, and the directory that a symbolic link leads to are watched, so that a write, a
/// replacement by rename, a new link and a removal are all noticed; so are some changes of neighbours.
public final class FileChanges: Sendable {
    private let path: String
    private let descriptor: SharedDescriptor

    /// Starts to watch; the file need not exist, its directory must.
    public init(_ path: String) throws(SystemError) {
        self.path = path
        descriptor = SharedDescriptor(
            OwnedDescriptor(adopting: try check("inotify_init1") { clinux_inotify() }))
        try watch(parent(of: path))
        try watchTarget()
    }

    /// Suspends until something happened since the last call.
    ///
    /// Whoever reads the file after it misses no change: later ones end the next call. Throws
    /// `CancellationError` when the task is cancelled.
    public func next() async throws {
        try await Reactor.shared.readable(descriptor.number)
        // What exactly happened does not matter; events that do not fit end the next call at once.
        _ = try readDescriptor(descriptor.number, upTo: 65536)
        try watchTarget()
    }

    /// Watches what the path stands for at the moment; a watch that is there already stays.
    private func watchTarget() throws(SystemError) {
        do throws(SystemError) {
            let target = try realPath(path)
            try watch(target)
            try watch(parent(of: target))
        } catch  where error.isNotFound {
            // Gone for now: its directory tells when it is back.
        }
    }

    private func watch(_ place: String) throws(SystemError) {
        let events = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO
        try check("inotify_add_watch", place) {
            unsafe inotify_add_watch(descriptor.number, place, UInt32(events))
        }
    }
}

private func parent(of path: String) -> String {
    let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
        separator: "/")
    return directory.isEmpty ? "/" : directory
}
