internal import LinuxSystem

/// Keeps the log of a container within a size: full files are set aside, and the oldest of them removed.
///
/// The monitor goes on writing to a file that was renamed until it is asked to open its log again, so no line is
/// lost. A reader that follows the log marks the last file that it has opened, and those after it are kept for it. The monitor must be asked only while the log's own name is free, since it replaces what has that name.
public struct LogRotation: Sendable {
    /// How much of a log is kept.
    public struct Limit: Sendable, Hashable, Codable {
        /// The size from which on a file is full.
        public let bytes: Int
        /// How many files there are, with the one that is written to.
        public let files: Int

        /// Limits a log to so many files of so many bytes.
        public init(bytes: Int, files: Int) {
            self.bytes = bytes
            self.files = files
        }
    }

    private let files: LogFiles
    private let bundle: String
    private let limit: Limit

    /// Describes the log of a container by its file and the container's bundle.
    public init(of log: String, bundle: String, limit: Limit) {
        files = LogFiles(log)
        self.bundle = bundle
        self.limit = limit
    }

    /// Watches the log until the task is cancelled; whoever does so after a crash goes on with what was begun.
    public func run() async throws {
        let watch = try FileWatch()
        try watch.add(parentDirectory(of: files.path), for: [.written, .arrived])
        try resume()
        do { while true { try await step(watch) } } catch let end as CancellationError {
            // The container may have ended between a cut and what follows it.
            try removeSurplus()
            throw end
        }
    }

    private func step(_ watch: FileWatch) async throws {
        for event in try await watch.next() where event.change == .arrived { try removeSurplus() }
        try rotateIfFull()
    }

    /// Does what a process that ended in the middle left to do.
    func resume() throws {
        if fileExists(files.path) {
            try removeSurplus()
            try rotateIfFull()
        } else {
            try reopen(unlessAsked: true)
        }
    }

    private func rotateIfFull() throws(SystemError) {
        // While it is missing, the monitor has been asked and is about to make it.
        guard let size = try fileStatus(files.path)?.size, size >= limit.bytes else { return }
        try files.close(at: currentTime())
        try reopen(unlessAsked: false)
    }

    private func removeSurplus() throws {
        guard fileExists(files.path) else { return }
        try files.removeOldest(keeping: limit.files - 1, patience: patience)
    }

    /// Asks the monitor to open its log again; nobody is asked of a container that has ended.
    private func reopen(unlessAsked isResuming: Bool) throws(SystemError) {
        let path = "\(bundle)/ctl"
        guard fileExists(path) else { return }
        let control = try OwnedDescriptor.fifo(path)
        if isResuming, try control.hasBytes() { return }
        try control.write("2 0 0\n")
    }
}

/// How many files more than the limit are kept for a reader that follows slowly.
private let patience = 32
