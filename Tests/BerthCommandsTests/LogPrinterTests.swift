import OCIRuntime
import Synchronization
import TerminalUI
import Testing

@testable import BerthCommands
@testable import BerthLogs

/// Keeps what is written, with the output it was written to.
private final class Page: Sendable {
    private let kept = Mutex<[String]>([])
    var pieces: [String] { kept.withLock { $0 } }

    func output(_ name: String) -> any TextOutput { Side(page: self, name: name) }

    private struct Side: TextOutput {
        let page: Page
        let name: String
        func write(_ bytes: [UInt8]) {
            page.kept.withLock { $0.append("\(name): \(String(decoding: bytes, as: UTF8.self))") }
        }
    }
}

private func line(_ name: String, _ text: String, _ stream: LogLine.Stream = .output, at time: Int64 = 0)
    -> LogRecord
{
    LogRecord(
        source: LogSource(name: name, path: "/\(name)"),
        line: LogLine(timestamp: LogTimestamp(nanoseconds: time), stream: stream, text: Array(text.utf8)[...])
    )
}

@Suite("Printing logs")
struct LogPrinterTests {
    private func printed(_ style: LogStyle, _ records: [LogRecord]) throws -> [String] {
        let page = Page()
        let printer = LogPrinter(output: page.output("out"), errors: page.output("err"), style: style)
        printer.add(["db-1", "frontend-1"])
        try printer.print(records)
        return page.pieces
    }

    @Test("puts padded names in front, and standard error to ours, in order and in few pieces")
    func streams() throws {
        let style = LogStyle(styling: .plain, hasPrefix: true, hasTimestamps: false)
        #expect(
            try printed(
                style,
                [
                    line("db-1", "ready"), line("frontend-1", ""), line("db-1", "oops", .error),
                    line("db-1", "on"),
                ]) == [
                    "out: db-1        | ready\nfrontend-1  | \n", "err: db-1        | oops\n",
                    "out: db-1        | on\n",
                ])
    }

    @Test("puts times in front") func times() throws {
        let style = LogStyle(styling: .plain, hasPrefix: false, hasTimestamps: true)
        #expect(
            try printed(style, [line("db-1", "x", at: 1_795_221_000_123_456_789)])
                == ["out: 2026-11-21T00:30:00.123456789Z x\n"])
    }

    @Test("colours names and what is said of containers alike") func colours() throws {
        let page = Page()
        let printer = LogPrinter(
            output: page.output("out"), errors: page.output("err"),
            style: LogStyle(styling: .coloured, hasPrefix: true, hasTimestamps: false))
        printer.add(["db-1", "web-1"])
        try printer.print([line("web-1", "x")])
        try printer.announce("web-1", "exited with code 0")
        #expect(
            page.pieces == [
                "out: \u{1B}[33mweb-1  | \u{1B}[0mx\n", "out: \u{1B}[33mweb-1 exited with code 0\u{1B}[0m\n",
            ])
    }
}
