internal import Glibc

/// A line that a container wrote.
public struct LogLine: Sendable, Hashable {
    /// The stream it was written to.
    public enum Stream: Sendable, Hashable, CaseIterable {
        case output
        case error
    }

    /// When its beginning was written.
    public let timestamp: LogTimestamp
    /// Where it was written to.
    public let stream: Stream
    /// Its bytes without the line's end, as they were written.
    public let text: ArraySlice<UInt8>

    /// Creates a line.
    public init(timestamp: LogTimestamp, stream: Stream, text: ArraySlice<UInt8>) {
        self.timestamp = timestamp
        self.stream = stream
        self.text = text
    }
}

/// Turns the bytes of a log in the k8s-file format into lines, however they are cut into pieces.
///
/// An entry of the file is `TIME STREAM TAG TEXT`: with the tag `F` it ends a line, with `P` the line goes on
/// in the stream's next entry. No byte of a text is lost: an entry without this form, as a crash can leave,
/// is a line of its own, as a whole.
public struct LogDecoder: Sendable {
    private var rest: [UInt8] = []
    private var open: [LogLine.Stream: LogLine] = [:]
    private var latest = LogTimestamp(nanoseconds: 0)

    /// Creates a decoder at the start of an entry.
    public init() {}

    /// Takes the next bytes of the file and adds the lines that they complete.
    public mutating func decode(_ bytes: [UInt8], into lines: inout [LogLine]) {
        var start = 0
        while let end = newline(in: bytes, from: start) {
            if rest.isEmpty {
                add(bytes[start..<end], to: &lines)
            } else {
                let entry = rest + bytes[start..<end]
                rest = []
                add(entry[...], to: &lines)
            }
            start = end + 1
        }
        rest += bytes[start...]
    }

    /// Adds what is there of unfinished lines, when no more bytes will come.
    public mutating func finish(into lines: inout [LogLine]) {
        let torn = rest
        rest = []
        if !torn.isEmpty { add(torn[...], to: &lines) }
        lines += open.values.sorted { $0.timestamp < $1.timestamp }
        open = [:]
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>, to lines: inout [LogLine]) {
        // Where the file had grown and its blocks were not written yet, a power cut leaves zeros.
        guard let entry = LogEntry(bytes.drop { $0 == 0 }) else {
            lines.append(LogLine(timestamp: latest, stream: .output, text: bytes))
            return
        }
        latest = entry.timestamp
        // A lookup for each line would cost more than the rest of it.
        let begun = open.isEmpty ? nil : open.removeValue(forKey: entry.stream)
        let line = LogLine(
            timestamp: begun?.timestamp ?? entry.timestamp, stream: entry.stream,
            text: begun.map { $0.text + entry.text } ?? entry.text)
        if entry.isComplete { lines.append(line) } else { open[entry.stream] = line }
    }
}

extension LogDecoder {
    /// The time of the first entry that begins after a line's end within the bytes, and where it begins.
    ///
    /// For searching a file by time without reading it all.
    public static func firstEntry(in bytes: [UInt8]) -> (offset: Int, timestamp: LogTimestamp)? {
        var position = 0
        while let end = newline(in: bytes, from: position) {
            position = end + 1
            let line = bytes[position..<(newline(in: bytes, from: position) ?? bytes.count)]
            if let entry = LogEntry(line) { return (position, entry.timestamp) }
        }
        return nil
    }
}

extension LogDecoder {
    /// The entries of a file's end, as they are, whose lines end in the file after it.
    static func unfinishedEntries(in bytes: [UInt8]) -> [UInt8] {
        var open: [LogLine.Stream: [ArraySlice<UInt8>]] = [:]
        for line in bytes.split(separator: 10) {
            guard let entry = LogEntry(line) else { continue }
            open[entry.stream] = entry.isComplete ? nil : open[entry.stream, default: []] + [line]
        }
        return LogLine.Stream.allCases.flatMap { open[$0] ?? [] }.flatMap { $0 + [10] }
    }
}

/// An entry of the file.
private struct LogEntry {
    let timestamp: LogTimestamp
    let stream: LogLine.Stream
    let isComplete: Bool
    let text: ArraySlice<UInt8>

    init?(_ bytes: ArraySlice<UInt8>) {
        guard let space = bytes.prefix(36).firstIndex(of: UInt8(ascii: " ")),
            let timestamp = LogTimestamp(bytes[..<space])
        else { return nil }
        // ` stdout F ` or ` stderr P `: the letters that differ decide.
        let head = bytes[space...].prefix(10)
        let first = head.startIndex
        guard head.count == 10, head[first + 7] == UInt8(ascii: " "), head[first + 9] == UInt8(ascii: " ")
        else { return nil }
        switch head[(first + 1)..<(first + 7)] {
        case let word where word.elementsEqual(outputName): stream = .output
        case let word where word.elementsEqual(errorName): stream = .error
        default: return nil
        }
        switch head[first + 8] {
        case UInt8(ascii: "F"): isComplete = true
        case UInt8(ascii: "P"): isComplete = false
        default: return nil
        }
        self.timestamp = timestamp
        text = bytes[(first + 10)...]
    }
}

private let outputName = Array("stdout".utf8)
private let errorName = Array("stderr".utf8)

private func newline(in bytes: [UInt8], from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    return unsafe bytes.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress, let found = unsafe memchr(base + start, 10, buffer.count - start)
        else { return nil }
        return unsafe base.distance(to: UnsafeRawPointer(found))
    }
}
