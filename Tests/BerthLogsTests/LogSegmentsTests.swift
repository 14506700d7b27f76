import Foundation
import LinuxSystem
import OCIRuntime
import Synchronization
import Testing

@testable import BerthLogs

/// A log that is cut into files as the rotation and the monitor do it.
private final class CutLog: Sendable {
    let directory: String
    var path: String { "\(directory)/c.log" }
    private let cuts = Mutex(0)

    init() throws { directory = try makeTemporaryDirectory(prefix: "/tmp/berth-cut-") }
    deinit { try? removeTree(directory) }

    func write(_ numbers: some Sequence<Int>, tag: String = "F") throws {
        for number in numbers {
            let time = LogTimestamp(nanoseconds: Int64(number) * 1000)
            try OwnedDescriptor.appending(path).write("\(time) stdout \(tag) \(number)\n")
        }
    }

    /// Takes the file that is written to for full; the next write begins a new one.
    func cut() throws {
        let number = cuts.withLock { cuts in
            cuts += 1
            return cuts
        }
        try renameFile(path, to: "\(path).\(number)")
    }

    func remove(_ number: Int) throws { try removeFile("\(path).\(number)") }

    func read(_ change: (inout LogQuery) -> Void = { _ in }) async throws -> [String] {
        var query = LogQuery()
        change(&query)
        let texts = Mutex<[String]>([])
        try await LogReader(query, sources: [LogSource(name: "c", path: path)]).read { records in
            texts.withLock { $0 += records.map { String(decoding: $0.line.text, as: UTF8.self) } }
        }
        return texts.withLock { $0 }
    }
}

@Suite("Reading a log of several files")
struct LogSegmentsTests {
    private static func cutLog() throws -> CutLog {
        let log = try CutLog()
        try log.write(1...10)
        try log.cut()
        try log.write(11...20)
        try log.cut()
        try log.write(21...25)
        return log
    }

    @Test("all lines come in order, the last ones and those of a time too")
    private func order() async throws {
        let log = try Self.cutLog()
        #expect(try await log.read() == (1...25).map(String.init))
        #expect(try await log.read { $0.tail = .last(17) } == (9...25).map(String.init))
        #expect(
            try await log.read { $0.since = LogTimestamp(nanoseconds: 9000) } == (9...25).map(String.init))
        #expect(
            try await log.read { $0.until = LogTimestamp(nanoseconds: 12000) } == (1...12).map(String.init))
    }

    @Test("a line that goes on in the next file is one line, also when its beginning's file was removed")
    private func acrossFiles() async throws {
        let log = try CutLog()
        try log.write(1...2)
        try log.write([3], tag: "P")
        try log.cut()
        try log.write([4, 5])
        #expect(try await log.read() == ["1", "2", "34", "5"])
        try writeFile("\(log.path).1.begun", "\(LogTimestamp(nanoseconds: 3000)) stdout P 3\n")
        try log.remove(1)
        #expect(try await log.read() == ["34", "5"])
    }

    @Test("between two files the log is read to its end")
    private func between() async throws {
        let log = try Self.cutLog()
        try log.cut()
        #expect(try await log.read().last == "25")
    }

    @Test("a file that was opened is read to its end after it was cut and removed")
    private func removed() throws {
        let log = try Self.cutLog()
        let segments = try #require(try LogSegments(log.path, isFollowed: true))
        let size = try segments.size()
        try log.write([26])
        try log.cut()
        try log.write([27])
        try log.remove(3)
        #expect(try segments.extend())
        #expect(try !segments.extend())
        var text = ""
        var offset = size
        while case let part = try segments.read(1 << 20, at: offset), !part.isEmpty {
            text += String(decoding: part, as: UTF8.self)
            offset += part.count
        }
        #expect(text.hasSuffix("F 26\n\(LogTimestamp(nanoseconds: 27000)) stdout F 27\n"))
        segments.close(before: offset)
        #expect(try segments.size() == offset)
    }
}
