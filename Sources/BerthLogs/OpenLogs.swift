internal import LinuxSystem
internal import OCIRuntime

/// The logs that are being read, those that are waited for, and those that have ended.
struct OpenLogs {
    private let query: LogQuery
    private var files: [LogFile] = []
    private var awaited: [LogSource] = []
    private var ended: [String: LogFile] = [:]

    init(query: LogQuery) { self.query = query }

    /// True when no log is read or waited for.
    var isEmpty: Bool { files.isEmpty && awaited.isEmpty }

    /// Opens logs; those that are not there yet are tried again at the next call.
    ///
    /// With a watch, it tells from now on when one of them has grown or appeared.
    mutating func open(_ sources: [LogSource], watching watch: FileWatch? = nil) throws {
        let wanted = awaited + sources
        awaited = []
        for source in wanted where !files.contains(where: { $0.source.path == source.path }) {
            // Watched before it is read, so that nothing falls between.
            if let watch { try self.watch(source, with: watch) }
            if let known = ended.removeValue(forKey: source.path) {
                known.resume()
                files.append(known)
            } else if let file = try LogFile(source, query) {
                files.append(file)
            } else {
                awaited.append(source)
            }
        }
    }

    private mutating func watch(_ source: LogSource, with watch: FileWatch) throws {
        // The directory tells of further files too; the watch ends with it or with the reader.
        let directory = parentDirectory(of: source.path)
        if fileExists(directory) { try watch.add(directory, for: [.written, .created, .arrived]) }
    }

    /// Marks logs as complete: what is unfinished in them becomes lines when they are drained.
    mutating func markComplete(where isComplete: (LogSource) -> Bool) {
        for file in files where isComplete(file.source) { file.markComplete() }
        awaited.removeAll(where: isComplete)
    }

    /// Hands over all lines that are there, and leaves the logs that are complete.
    mutating func drain(into sink: ([LogRecord]) async throws -> Void) async throws {
        let merge = LogMerge(files)
        while case let records = try merge.next(limit: 4096), !records.isEmpty {
            try await sink(records)
            if query.isFollowing { for file in files { try file.keepUp() } }
        }
        for file in files where file.isComplete { ended[file.source.path] = file }
        files.removeAll(where: \.isComplete)
    }
}
