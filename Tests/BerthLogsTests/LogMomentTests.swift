import BerthModel
import OCIRuntime
import Testing

@testable import BerthLogs

private let now = LogTimestamp(nanoseconds: 1_795_222_195_366_755_219)  // 2026-11-21T00:49:55.366755219Z

@Suite("Moments of logs")
struct LogMomentTests {
    @Test(
        "durations, seconds and times are read",
        arguments: [
            ("10m", "2026-11-21T00:39:55.366755219Z"), ("1h30m", "2026-11-20T23:19:55.366755219Z"),
            ("1.5s", "2026-11-21T00:49:53.866755219Z"), ("0s", "2026-11-21T00:49:55.366755219Z"),
            ("1795222195", "2026-11-21T00:49:55.000000000Z"),
            ("1795222195.25", "2026-11-21T00:49:55.250000000Z"),
            ("2026-11-21T00:49:55Z", "2026-11-21T00:49:55.000000000Z"),
            ("2026-11-21T00:49:55.5+01:00", "2026-11-20T23:49:55.500000000Z"),
            ("2026-11-21", "2026-11-20T22:00:00.000000000Z"),
            ("2026-11-21T10", "2026-11-21T08:00:00.000000000Z"),
            ("2026-11-21T10:11", "2026-11-21T08:11:00.000000000Z"),
            ("2026-11-21Z", "2026-11-21T00:00:00.000000000Z"),
            ("2026-11-21T10:11:12.5", "2026-11-21T08:11:12.500000000Z"),
        ])
    private func read(_ text: String, _ expected: String) throws {
        let moment = try LogMoment(parsing: text, now: now, localOffset: 7200)
        #expect(moment.timestamp.description == expected)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "yesterday", "m", "1x", "2026-13-01", "2026-11-21T", "99999999999999999999", "1..5s", "10 m",
            "12:00", "1795222195.1234567890", "99999999999999h",
        ])
    private func refused(_ text: String) {
        #expect(throws: Failure.self) { _ = try LogMoment(parsing: text, now: now) }
    }
}
