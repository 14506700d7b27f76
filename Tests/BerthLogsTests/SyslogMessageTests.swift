import OCIRuntime
import Testing

@testable import BerthLogs

@Suite("Messages for syslog")
struct SyslogMessageTests {
    private static func line(_ text: String, at nanoseconds: Int64, _ stream: LogLine.Stream = .output)
        -> LogLine
    {
        LogLine(
            timestamp: LogTimestamp(nanoseconds: nanoseconds), stream: stream, text: Array(text.utf8)[...])
    }

    @Test(
        "have the head of their format",
        arguments: [
            (SyslogFormat.Head.local, "<30>Nov  3 01:00:05 web[7]: text\n"),
            (.rfc3164, "<30>Nov  3 01:00:05 host web[7]: text\n"),
            (.rfc5424, "<30>1 2026-11-02T23:00:05Z host web 7 web - text\n"),
            (.rfc5424micro, "<30>1 2026-11-02T23:00:05.250000Z host web 7 web - text\n"),
        ])
    func heads(head: SyslogFormat.Head, expected: String) {
        var format = SyslogFormat(tag: "web", host: "host", process: 7)
        format.head = head
        format.localOffset = 7200
        let message = format.message(for: Self.line("text", at: 1_793_660_405_250_000_000))
        #expect(String(decoding: message, as: UTF8.self) == expected)
    }

    @Test("tell errors from output, in the facility that is wanted")
    func priorities() {
        var format = SyslogFormat(tag: "t", host: "h", process: 1)
        format.facility = 19
        #expect(format.message(for: Self.line("", at: 0)).starts(with: Array("<158>".utf8)))
        #expect(format.message(for: Self.line("", at: 0, .error)).starts(with: Array("<155>".utf8)))
    }

    @Test(
        "go on after the last one that was sent, with lines of equal and of earlier times", arguments: 0...7)
    func position(sent: Int) throws {
        let times: [Int64] = [1, 5, 5, 3, 5, 6, 6]
        let lines = times.enumerated().map { Self.line("\($0.offset)", at: $0.element) }
        var position = LogPosition()
        for line in lines.prefix(sent) { position.pass(line) }
        let read = try #require(LogPosition(position.text))
        #expect(read == position)
        var left = SentLines(read)
        let rest = lines.filter { left.isNew($0) }.map(\.text)
        // A line that is older than one before it cannot be told from those that were sent.
        let expected = lines.dropFirst(sent).filter { $0.timestamp >= read.time }.map(\.text)
        #expect(rest == expected)
    }
}
