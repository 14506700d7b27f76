internal import LinuxSystem
internal import OCIRuntime

/// How far a log was sent: the greatest time of a line so far, and how many lines of that time.
///
/// It holds for a log whatever files it is in, and over restarts of its reader.
struct LogPosition: Sendable, Hashable {
    private(set) var time = LogTimestamp(nanoseconds: 0)
    private(set) var count = 0

    /// The beginning of every log.
    init() {}

    /// Reads what `text` gives; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: " ").compactMap { Int64($0) }
        guard parts.count == 2 else { return nil }
        time = LogTimestamp(nanoseconds: parts[0])
        count = Int(parts[1])
    }

    /// Nanoseconds since 1970, and the count.
    var text: String { "\(time.nanoseconds) \(count)" }

    /// Goes over a line that was sent.
    mutating func pass(_ line: LogLine) {
        if line.timestamp > time {
            time = line.timestamp
            count = 1
        } else if line.timestamp == time {
            count += 1
        }
    }
}

/// Leaves out the lines up to a position.
struct SentLines {
    private let position: LogPosition
    private var seen = 0

    init(_ position: LogPosition) { self.position = position }

    /// True for a line that is to be sent; asked once for each line, in order.
    mutating func isNew(_ line: LogLine) -> Bool {
        guard line.timestamp == position.time, seen < position.count else {
            return line.timestamp >= position.time
        }
        seen += 1
        return false
    }
}
