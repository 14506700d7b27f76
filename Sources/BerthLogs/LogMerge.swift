internal import OCIRuntime

/// Takes the lines that several logs have at present, ordered by time.
///
/// Lines of one log keep their order, whatever their times.
struct LogMerge {
    private let files: [LogFile]

    init(_ files: [LogFile]) { self.files = files }

    /// The next lines, not many more than a limit; empty when all logs are read to their present end.
    func next(limit: Int) throws -> [LogRecord] {
        var records: [LogRecord] = []
        while records.count < limit, let (file, bound) = try earliest() {
            // As long as no other log has an earlier line, this one is read on without looking at the others.
            repeat {
                guard let line = file.head else { break }
                records.append(LogRecord(source: file.source, line: line))
                file.advance()
                if file.head == nil { try file.fill() }
            } while file.head.map { $0.timestamp < bound } ?? false && records.count < limit
        }
        return records
    }

    /// The log with the earliest next line, and the time of the earliest one of the others.
    private func earliest() throws -> (file: LogFile, bound: LogTimestamp)? {
        var first: (file: LogFile, time: LogTimestamp)?
        var bound = LogTimestamp(nanoseconds: .max)
        for file in files {
            try file.fill()
            guard let time = file.head?.timestamp else { continue }
            if let known = first, known.time <= time {
                bound = min(bound, time)
            } else {
                bound = min(bound, first?.time ?? bound)
                first = (file, time)
            }
        }
        return first.map { ($0.file, bound) }
    }
}
