import Testing

@testable import OCIRuntime

private func decode(_ pieces: [[UInt8]], finishing: Bool = true) -> [LogLine] {
    var decoder = LogDecoder()
    var lines: [LogLine] = []
    for piece in pieces { decoder.decode(piece, into: &lines) }
    if finishing { decoder.finish(into: &lines) }
    return lines
}

private func decode(_ text: String) -> [LogLine] { decode([Array(text.utf8)]) }

private func show(_ line: LogLine) -> String {
    "\(line.timestamp) \(line.stream) \(String(decoding: line.text, as: UTF8.self))"
}

private let sample = """
    2026-11-21T00:49:55.366755219+00:00 stdout F one
    2026-11-21T00:49:55.400000000+00:00 stdout P two,
    2026-11-21T00:49:55.500000000+00:00 stderr F error
    2026-11-21T00:49:55.600000000+00:00 stdout P  goes on,
    2026-11-21T00:49:55.700000000+00:00 stdout F  ends
    2026-11-21T02:49:55.800000000+02:00 stderr F 
    2026-11-20T23:19:55.9-01:30 stderr F  äö  stdout F x

    """

private let sampleLines = [
    "2026-11-21T00:49:55.366755219Z output one",
    "2026-11-21T00:49:55.500000000Z error error",
    "2026-11-21T00:49:55.400000000Z output two, goes on, ends",
    "2026-11-21T00:49:55.800000000Z error ",
    "2026-11-21T00:49:55.900000000Z error  äö  stdout F x",
]

@Suite("Log lines")
struct LogDecoderTests {
    @Test("entries become lines, parts are joined by stream, offsets are taken off")
    private func lines() {
        #expect(decode(sample).map(show) == sampleLines)
    }

    @Test("how the bytes are cut makes no difference", arguments: [1, 2, 3, 7, 36, 47, 48, 64])
    private func pieces(_ size: Int) {
        let bytes = Array(sample.utf8)
        let pieces = stride(from: 0, to: bytes.count, by: size).map {
            Array(bytes[$0..<min($0 + size, bytes.count)])
        }
        #expect(decode(pieces).map(show) == sampleLines)
    }

    @Test("zeros that a power cut left before an entry are not part of it")
    private func zeros() {
        let torn = sample.replacing("2026-11-21T00:49:55.5", with: "\0\0\0\0" + "2026-11-21T00:49:55.5")
        #expect(decode(torn).map(show) == sampleLines)
    }

    @Test("a file cut anywhere loses nothing of a text that is there")
    private func truncated() {
        let entry = "2026-11-21T00:49:55.366755219+00:00 stdout F text"
        for length in 1...entry.utf8.count {
            let lines = decode(String(entry.prefix(length)))
            #expect(lines.count == 1)
            let text = String(decoding: lines[0].text, as: UTF8.self)
            #expect(
                text
                    == (length >= 45
                        ? String(entry.dropFirst(45).prefix(length - 45)) : String(entry.prefix(length))))
        }
        #expect(decode("").isEmpty)
    }

    @Test(
        "an entry without its form is a line of its own",
        arguments: [
            "garbage", "2026-11-21T00:49:55.366755219+00:00 stdout X text",
            "2026-11-21T00:49:55.366755219+00:00 stdin F t",
            "2026-13-21T00:49:55.366755219+00:00 stdout F t",
            "2026-11-21T00:49:55.3667552191+00:00 stdout F t",
            "2026-11-21T00:49:55.366755219 stdout F t", "9999-11-21T00:49:55Z stdout F t", "",
        ])
    private func malformed(_ entry: String) {
        let before = "2026-11-21T00:49:55.366755219+00:00 stderr F before\n"
        let lines = decode(before + entry + "\n" + before)
        #expect(lines.map { String(decoding: $0.text, as: UTF8.self) } == ["before", entry, "before"])
        #expect(lines[1].timestamp == lines[0].timestamp)
    }

    @Test("bytes that are no text and parts that never end are kept")
    private func odd() {
        let head = Array("2026-11-21T00:49:55.366755219+00:00 stdout P ".utf8)
        let lines = decode([head + [0, 255, 13, 10], head + [254, 10]])
        #expect(lines.map { Array($0.text) } == [[0, 255, 13, 254]])
        #expect(decode([head + [1, 10]], finishing: false).isEmpty)
    }

    @Test("an entry is found from anywhere in a file")
    private func firstEntry() throws {
        let bytes = Array(sample.utf8)
        let found = try #require(LogDecoder.firstEntry(in: Array(bytes[5...])))
        #expect(found.timestamp.description == "2026-11-21T00:49:55.400000000Z")
        #expect(String(decoding: bytes[(5 + found.offset)...].prefix(10), as: UTF8.self) == "2026-11-21")
        #expect(LogDecoder.firstEntry(in: Array("no line".utf8)) == nil)
    }

    @Test("two hundred thousand lines are read in a moment, even by a debug build", .timeLimit(.minutes(1)))
    private func many() {
        let entry = Array(
            "2026-11-21T00:49:55.366755219+00:00 stdout F line of forty bytes, more or less so\n".utf8)
        let chunk = Array(repeatElement(entry, count: 1000).joined())
        var decoder = LogDecoder()
        var total = 0
        for _ in 0..<200 {
            var lines: [LogLine] = []
            decoder.decode(chunk, into: &lines)
            total += lines.count
        }
        #expect(total == 200_000)
    }
}

@Suite("Log timestamps")
struct LogTimestampTests {
    @Test(
        "text and number are two forms of one moment",
        arguments: [
            ("1970-01-01T00:00:00.000000000Z", 0), ("1969-12-31T23:59:59.999999999Z", -1),
            ("2000-02-29T12:00:00.000000001Z", 951_825_600_000_000_001),
            ("2026-11-21T00:49:55.366755219Z", 1_795_222_195_366_755_219),
            ("2100-03-01T00:00:00.000000000Z", 4_107_542_400_000_000_000),
        ] as [(String, Int64)])
    private func forms(_ text: String, _ nanoseconds: Int64) {
        #expect(LogTimestamp(nanoseconds: nanoseconds).description == text)
        #expect(LogTimestamp(Array(text.utf8)[...])?.nanoseconds == nanoseconds)
    }

    @Test("the calendar agrees with itself on each day of four centuries")
    private func calendar() {
        var day = CivilDate(year: 1800, month: 1, day: 1).daysSince1970
        var last = CivilDate(daysSince1970: day - 1)
        while last.year < 2201 {
            let date = CivilDate(daysSince1970: day)
            #expect(date.daysSince1970 == day)
            #expect(date.day == last.day + 1 || date.day == 1)
            last = date
            day += 1
        }
    }
}
