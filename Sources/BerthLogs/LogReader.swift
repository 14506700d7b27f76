internal import LinuxSystem
internal import Synchronization

/// Reads the logs of containers, merged by time, and follows them while they grow.
///
/// Logs can be added and ended by other tasks while one task reads. A log that is followed is read by events,
/// and what was there before is merged; lines to come are told in the order in which they are seen.
public final class LogReader: Sendable {
    private struct Requests {
        var added: [LogSource] = []
        var ended: Set<String> = []
        var isClosed = false
    }

    private let query: LogQuery
    private let requests = Mutex(Requests())
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    /// Prepares to read logs; others may be added later.
    public init(_ query: LogQuery, sources: [LogSource] = []) {
        self.query = query
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        requests.withLock { $0.added = sources }
    }

    /// Adds a log; it may be added again after its end, and is then read on where it ended.
    public func add(_ source: LogSource) {
        requests.withLock { requests in
            requests.ended.remove(source.path)
            requests.added.append(source)
        }
        waker.yield()
    }

    /// Says that nothing more will be written to a log: it is read to its end and left.
    public func end(_ source: LogSource) {
        requests.withLock { _ = $0.ended.insert(source.path) }
        waker.yield()
    }

    /// Says that no log will be added: reading returns when all have ended.
    public func close() {
        requests.withLock { $0.isClosed = true }
        waker.yield()
    }

    /// Reads and hands over lines in batches, until all are told.
    ///
    /// When following, that is when the reader is closed and all logs have ended. Only one task reads, and once.
    public func read(into sink: ([LogRecord]) async throws -> Void) async throws {
        if query.isFollowing { return try await follow(into: sink) }
        var logs = OpenLogs(query: query)
        try logs.open(requests.withLock { $0.added })
        logs.markComplete { _ in true }
        try await logs.drain(into: sink)
    }

    private func follow(into sink: ([LogRecord]) async throws -> Void) async throws {
        let watch = try FileWatch()
        async let watching: Void = wakeUp(by: watch)
        waker.yield()
        var logs = OpenLogs(query: query)
        for await _ in wakes {
            let taken = takeRequests()
            try logs.open(taken.added, watching: watch)
            logs.markComplete { taken.ended.contains($0.path) }
            try await logs.drain(into: sink)
            if taken.isClosed, logs.isEmpty { return }
        }
        try Task.checkCancellation()
        try await watching
    }

    private func takeRequests() -> Requests {
        requests.withLock { requests in
            let taken = requests
            requests.added = []
            requests.ended = []
            return taken
        }
    }

    /// Wakes the reading task at each event, and ends it when the events do.
    @concurrent private func wakeUp(by watch: FileWatch) async throws {
        defer { waker.finish() }
        while true {
            _ = try await watch.next()
            waker.yield()
        }
    }
}
