internal import LinuxSystem

/// Tells when the file behind a path may have changed.
///
/// The file, its directory, and the directory that a symbolic link leads to are watched, so that a write, a
/// replacement by rename, a new link and a removal are all noticed; so are some changes of neighbours.
final class FileChanges: Sendable {
    private let path: String
    private let watch: FileWatch

    /// Starts to watch; the file need not exist, its directory must.
    init(_ path: String) throws(SystemError) {
        self.path = path
        watch = try FileWatch()
        try add(parentDirectory(of: path))
        try addTarget()
    }

    /// Suspends until something happened since the last call.
    ///
    /// Whoever reads the file after it misses no change: later ones end the next call. Throws
    /// `CancellationError` when the task is cancelled.
    func next() async throws {
        _ = try await watch.next()
        try addTarget()
    }

    /// Watches what the path stands for at the moment; a watch that is there already stays.
    private func addTarget() throws(SystemError) {
        do throws(SystemError) {
            let target = try realPath(path)
            try add(target)
            try add(parentDirectory(of: target))
        } catch  where error.isNotFound {
            // Gone for now: its directory tells when it is back.
        }
    }

    private func add(_ place: String) throws(SystemError) {
        try watch.add(place, for: [.closed, .created, .removed, .left, .arrived])
    }
}
