import BerthLogs
import OCIRuntime
import Synchronization
import TerminalUI

/// How lines of containers are shown.
struct LogStyle: Sendable, Hashable {
    /// Whether names are coloured.
    var styling: Styling
    /// True when each line has its container's name in front.
    var hasPrefix: Bool
    /// True when each line has its time in front.
    var hasTimestamps: Bool
}

/// Prints lines of containers, those of their standard error to ours; several tasks may print at once.
final class LogPrinter: Sendable {
    private struct Names {
        var prefixes: LogPrefixes
        var written: [String: [UInt8]] = [:]

        mutating func add(_ name: String) {
            prefixes.add(name)
            written = [:]
        }

        mutating func prefix(of name: String) -> [UInt8] {
            if let known = written[name] { return known }
            let prefix = Array(prefixes.prefix(of: name).utf8)
            written[name] = prefix
            return prefix
        }
    }

    private let output: any TextOutput
    private let errors: any TextOutput
    private let style: LogStyle
    private let names: Mutex<Names>

    /// Prepares to print lines of containers that are not known yet.
    init(output: any TextOutput, errors: any TextOutput, style: LogStyle) {
        self.output = output
        self.errors = errors
        self.style = style
        names = Mutex(Names(prefixes: LogPrefixes(styling: style.styling)))
    }

    /// Makes room for the names of containers, the first of which has the first colour.
    func add(_ containers: [String]) {
        names.withLock { names in for name in containers { names.add(name) } }
    }

    /// Prints lines, each whole.
    func print(_ records: [LogRecord]) throws {
        var rest = records[...]
        while let stream = rest.first?.line.stream {
            let same = rest.prefix { $0.line.stream == stream }
            var text: [UInt8] = []
            for record in same { append(record, to: &text) }
            try (stream == .error ? errors : output).write(text)
            rest = rest.dropFirst(same.count)
        }
    }

    /// Prints a line about a container, in the container's colour.
    func announce(_ container: String, _ message: String) throws {
        let colour = names.withLock { $0.prefixes.colour(of: container) }
        try output.write(style.styling.apply(colour, to: "\(container) \(message)") + "\n")
    }

    private func append(_ record: LogRecord, to text: inout [UInt8]) {
        if style.hasPrefix { text += names.withLock { $0.prefix(of: record.source.name) } }
        if style.hasTimestamps {
            record.line.timestamp.append(to: &text)
            text.append(UInt8(ascii: " "))
        }
        text += record.line.text
        text.append(UInt8(ascii: "\n"))
    }
}
