internal import OCIRuntime

/// An open log with the lines that were read and not taken yet.
///
/// The query's `since`, `until` and `tail` are obeyed here; lines come in the order of the file.
final class LogFile {
    let source: LogSource
    private enum State { case growing, complete, finished, pastUntil }

    private let segments: LogSegments
    private let query: LogQuery
    private var decoder = LogDecoder()
    private var offset = 0
    private var lines: [LogLine] = []
    private var position = 0
    private var state = State.growing

    /// Opens a log and finds where the query begins; nil when no file of it is there.
    init?(_ source: LogSource, _ query: LogQuery) throws {
        guard let segments = try LogSegments(source.path, isFollowed: query.isFollowing) else { return nil }
        self.source = source
        self.query = query
        self.segments = segments
        switch query.tail {
        case .all: offset = try query.since.map(lowerBound) ?? 0
        case .last(let count): try readTail(count)
        }
    }

    /// The next line, if one was read.
    var head: LogLine? { position < lines.count ? lines[position] : nil }

    /// Takes the next line.
    func advance() { position += 1 }

    /// True when nothing will come any more: all lines were taken of a log that is complete or past the time.
    var isComplete: Bool { head == nil && (state == .finished || state == .pastUntil) }

    /// Says that nothing more will be written: at the file's end, what is unfinished becomes lines.
    func markComplete() { if state == .growing { state = .complete } }

    /// Says that the file grows again.
    func resume() { if state != .pastUntil { state = .growing } }

    /// Reads on until there is a line to take or the file's present end is reached.
    func fill() throws {
        while head == nil, state == .growing || state == .complete {
            let bytes = try segments.read(chunkSize, at: offset)
            lines = []
            position = 0
            if bytes.isEmpty {
                if try segments.extend() { continue }
                guard state == .complete else { return }
                decoder.finish(into: &lines)
                state = .finished
            }
            offset += bytes.count
            segments.close(before: offset)
            decoder.decode(bytes, into: &lines)
            limit()
        }
    }

    /// Drops lines outside the time that is wanted.
    private func limit() {
        if let since = query.since { lines.removeAll { $0.timestamp < since } }
        guard let until = query.until, let late = lines.firstIndex(where: { $0.timestamp > until }) else {
            return
        }
        lines.removeSubrange(late...)
        state = .pastUntil
    }

    /// Opens what the log has grown by, before it is removed again by the log's limit.
    func keepUp() throws { _ = try segments.extend() }
}

private let chunkSize = 256 << 10

// MARK: - Where to begin

extension LogFile {
    /// Reads the last lines from the end of the file backwards, in windows that double.
    ///
    /// A window begins anywhere. Two lines more than wanted make sure that the wanted ones are whole: a line
    /// may have begun before the window in either stream.
    private func readTail(_ count: Int) throws {
        let size = try segments.size()
        var window = 64 << 10
        while true {
            let start = max(0, size - window)
            var bytes = try read(exactly: start..<size)
            if start > 0 { bytes.removeSubrange(..<((bytes.firstIndex(of: 10) ?? bytes.count - 1) + 1)) }
            var decoder = LogDecoder()
            var lines: [LogLine] = []
            decoder.decode(bytes, into: &lines)
            if !query.isFollowing { decoder.finish(into: &lines) }
            if start == 0 || lines.count >= count + 2 {
                self.decoder = decoder
                self.lines = lines.suffix(count)
                offset = size
                return limit()
            }
            window *= 2
        }
    }

    private func read(exactly range: Range<Int>) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < range.count {
            let part = try segments.read(range.count - bytes.count, at: range.lowerBound + bytes.count)
            if part.isEmpty { break }
            bytes += part
        }
        return bytes
    }

    /// An offset at the beginning of an entry, with no wanted line before it and not much unwanted after it.
    private func lowerBound(of moment: LogTimestamp) throws -> Int {
        var low = 0
        var high = try segments.size()
        while high - low > chunkSize {
            let middle = low + (high - low) / 2
            guard let entry = LogDecoder.firstEntry(in: try segments.read(64 << 10, at: middle)) else {
                return low
            }
            if entry.timestamp < moment { low = middle + entry.offset } else { high = middle }
        }
        return low
    }
}
