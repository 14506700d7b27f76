import Foundation
import LinuxSystem
import OCIRuntime
import Synchronization
import Testing

@testable import BerthLogs

/// Logs in a directory of a test's own.
private final class LogDirectory: Sendable {
    let path: String

    init() throws { path = try makeTemporaryDirectory(prefix: "/tmp/berth-logs-") }
    deinit { try? removeTree(path) }

    func source(_ name: String) -> LogSource { LogSource(name: name, path: "\(path)/\(name).log") }

    func append(_ name: String, _ text: String) throws {
        try OwnedDescriptor.appending(source(name).path).write(text)
    }

    /// Adds lines with their number as text, so many nanoseconds apart.
    func append(_ name: String, numbers: some Sequence<Int>, step: Int64 = 1000) throws {
        var text: [UInt8] = []
        for number in numbers {
            LogTimestamp(nanoseconds: Int64(number) * step).append(to: &text)
            text += Array(" stdout F \(number)\n".utf8)
        }
        try OwnedDescriptor.appending(source(name).path).write(text)
    }

    func read(_ query: LogQuery, _ names: [String]) async throws -> [String] {
        let collected = Collected()
        try await LogReader(query, sources: names.map(source)).read(into: collected.add)
        return collected.texts
    }
}

private final class Collected: Sendable {
    private let records = Mutex<[LogRecord]>([])
    private let changes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    @Sendable func add(_ batch: [LogRecord]) {
        records.withLock { $0 += batch }
        changes.continuation.yield()
    }

    var texts: [String] {
        records.withLock { $0.map { "\($0.source.name) \(String(decoding: $0.line.text, as: UTF8.self))" } }
    }

    /// Suspends until so many lines have come.
    func wait(for count: Int) async {
        if texts.count >= count { return }
        for await _ in changes.stream where texts.count >= count { return }
    }
}

private func line(_ second: Int, _ text: String, tag: String = "F", stream: String = "stdout") -> String {
    "2026-11-21T00:00:\(second < 10 ? "0" : "")\(second).000000000+00:00 \(stream) \(tag) \(text)\n"
}

private func moment(_ number: Int) -> LogTimestamp { LogTimestamp(nanoseconds: Int64(number) * 1000) }

@Suite("Reading logs")
struct LogReaderTests {
    @Test("several logs are merged by time, each in its own order")
    private func merged() async throws {
        let logs = try LogDirectory()
        try logs.append("a", line(1, "a1") + line(4, "a4") + line(3, "a3 late") + line(9, "a9"))
        try logs.append("b", line(2, "b2") + line(4, "b4") + line(5, "b5"))
        try logs.append("c", "")
        #expect(
            try await logs.read(LogQuery(), ["a", "b", "c", "missing"]) == [
                "a a1", "b b2", "a a4", "a a3 late", "b b4", "b b5", "a a9",
            ])
    }

    @Test("unfinished lines are told when nothing will follow")
    private func unfinished() async throws {
        let logs = try LogDirectory()
        try logs.append(
            "a", line(1, "part, ", tag: "P") + line(2, "e", stream: "stderr") + line(3, "rest", tag: "P"))
        try logs.append("a", String(line(4, "torn").dropLast()))
        #expect(try await logs.read(LogQuery(), ["a"]) == ["a e", "a part, resttorn"])
    }

    @Test(
        "the last lines are found from the end, however long the file",
        arguments: [0, 1, 2, 5, 4999, 5000, 9000])
    private func tail(_ count: Int) async throws {
        let logs = try LogDirectory()
        try logs.append("a", numbers: 1...5000)
        var query = LogQuery()
        query.tail = .last(count)
        #expect(try await logs.read(query, ["a"]) == (1...5000).suffix(count).map { "a \($0)" })
    }

    @Test("the last line is whole when its parts are longer than what is read at once")
    private func longTail() async throws {
        let logs = try LogDirectory()
        try logs.append("a", line(1, "first"))
        let part = String(repeating: "x", count: 8000)
        for _ in 0..<30 { try logs.append("a", line(2, part, tag: "P")) }
        try logs.append("a", line(3, "error", stream: "stderr") + line(4, "end"))
        var query = LogQuery()
        query.tail = .last(2)
        let lines = try await logs.read(query, ["a"])
        #expect(lines == ["a error", "a \(String(repeating: part, count: 30))end"])
    }

    @Test(
        "lines outside the time are left out",
        arguments: [(1, 100_000), (50_000, 50_010), (99_999, 200_000), (0, 0)])
    private func time(_ since: Int, _ until: Int) async throws {
        let logs = try LogDirectory()
        try logs.append("a", numbers: 1...100_000)
        var query = LogQuery()
        query.since = moment(since)
        query.until = moment(until)
        let expected = (1...100_000).filter { $0 >= since && $0 <= until }
        let lines = try await logs.read(query, ["a"])
        #expect(lines.count == expected.count)
        #expect(lines.first == expected.first.map { "a \($0)" })
        #expect(lines.last == expected.last.map { "a \($0)" })
    }

    @Test("two hundred thousand lines of two logs come once each and in order", .timeLimit(.minutes(1)))
    private func many() async throws {
        let logs = try LogDirectory()
        try logs.append("a", numbers: stride(from: 0, to: 200_000, by: 2))
        try logs.append("b", numbers: stride(from: 1, to: 200_000, by: 2))
        let lines = try await logs.read(LogQuery(), ["a", "b"])
        #expect(lines.count == 200_000)
        #expect(
            lines.enumerated().allSatisfy { index, line in line == "\(index % 2 == 0 ? "a" : "b") \(index)" })
    }
}

@Suite("Following logs", .timeLimit(.minutes(1)))
struct LogFollowingTests {
    private func following() -> LogQuery {
        var query = LogQuery()
        query.isFollowing = true
        return query
    }

    @Test("lines come as they are written, to the end of the last log")
    private func grows() async throws {
        let logs = try LogDirectory()
        try logs.append("a", line(1, "before"))
        let reader = LogReader(following(), sources: [logs.source("a")])
        let collected = Collected()
        async let reading: Void = reader.read(into: collected.add)
        await collected.wait(for: 1)
        try logs.append("a", line(2, "after"))
        await collected.wait(for: 2)
        try logs.append("a", String(line(3, "torn").dropLast(3)))
        try logs.append("a", "rn\n" + line(4, "part", tag: "P"))
        await collected.wait(for: 3)
        reader.end(logs.source("a"))
        reader.close()
        try await reading
        #expect(collected.texts == ["a before", "a after", "a torn", "a part"])
    }

    @Test("logs can be added while others are followed, even before they are there")
    private func added() async throws {
        let logs = try LogDirectory()
        let reader = LogReader(following())
        let collected = Collected()
        async let reading: Void = reader.read(into: collected.add)
        reader.add(logs.source("late"))
        reader.add(logs.source("never"))
        try logs.append("late", line(1, "one"))
        await collected.wait(for: 1)
        try logs.append("late", line(2, "two"))
        await collected.wait(for: 2)
        reader.end(logs.source("never"))
        reader.close()
        reader.end(logs.source("late"))
        try await reading
        #expect(collected.texts == ["late one", "late two"])
    }

    @Test("a log that ended and is added again goes on where it was")
    private func again() async throws {
        let logs = try LogDirectory()
        try logs.append("a", line(1, "one"))
        let reader = LogReader(following(), sources: [logs.source("a"), logs.source("b")])
        let collected = Collected()
        async let reading: Void = reader.read(into: collected.add)
        reader.end(logs.source("a"))
        try logs.append("b", line(1, "b"))
        await collected.wait(for: 2)
        try logs.append("a", line(2, "two"))
        reader.add(logs.source("a"))
        await collected.wait(for: 3)
        reader.end(logs.source("a"))
        reader.end(logs.source("b"))
        reader.close()
        try await reading
        #expect(collected.texts.filter { $0.hasPrefix("a") } == ["a one", "a two"])
    }

    @Test("a followed log begins with its last lines when only those are wanted")
    private func tail() async throws {
        let logs = try LogDirectory()
        try logs.append("a", numbers: 1...3000)
        var query = following()
        query.tail = .last(2)
        let reader = LogReader(query, sources: [logs.source("a")])
        let collected = Collected()
        async let reading: Void = reader.read(into: collected.add)
        await collected.wait(for: 2)
        try logs.append("a", numbers: 3001...3001)
        reader.end(logs.source("a"))
        reader.close()
        try await reading
        #expect(collected.texts == ["a 2999", "a 3000", "a 3001"])
    }

    @Test("a writer that is faster than the reader loses nothing")
    private func busy() async throws {
        let logs = try LogDirectory()
        try logs.append("a", "")
        let reader = LogReader(following(), sources: [logs.source("a")])
        let collected = Collected()
        async let reading: Void = reader.read(into: collected.add)
        for start in stride(from: 0, to: 20_000, by: 50) { try logs.append("a", numbers: start..<start + 50) }
        reader.end(logs.source("a"))
        reader.close()
        try await reading
        #expect(collected.texts == (0..<20_000).map { "a \($0)" })
    }

    @Test("cancelling ends the reading")
    private func cancelled() async throws {
        let logs = try LogDirectory()
        try logs.append("a", line(1, "one"))
        let reader = LogReader(following(), sources: [logs.source("a")])
        let collected = Collected()
        let reading = Task { try await reader.read(into: collected.add) }
        await collected.wait(for: 1)
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
    }
}
