import LinuxSystem
import Synchronization
import Testing

@testable import TerminalUI

/// Keeps what is written.
private final class Recording: TextOutput {
    private let kept = Mutex<[UInt8]>([])
    var text: String { String(decoding: kept.withLock { $0 }, as: UTF8.self) }
    func write(_ bytes: [UInt8]) { kept.withLock { $0 += bytes } }
}

private func item(_ id: String, _ text: String, _ state: ProgressItem.State) -> ProgressItem {
    ProgressItem(id, text, state)
}

private func pull(_ current: Int, of total: Int) -> ProgressItem {
    var item = ProgressItem("Image redis:7", "Pulling", .working)
    item.current = current
    item.total = total
    return item
}

@Suite("Drawing progress")
struct ProgressDrawingTests {
    private var board: ProgressBoard {
        var board = ProgressBoard()
        board.record(item("Network shop_default", "Creating", .working), at: .zero)
        board.record(item("Network shop_default", "Created", .done), at: .milliseconds(120))
        board.record(pull(12_300_000, of: 40_100_000), at: .milliseconds(100))
        board.record(item("Container shop-db-1", "Error: no space", .failed), at: .seconds(2))
        return board
    }

    @Test("shows each thing with its state and time")
    func draws() {
        let lines = drawProgress(
            board, title: "Running", size: TerminalSize(rows: 24, columns: 80), now: .milliseconds(2300))
        #expect(
            lines == [
                "[+] Running 1/3",
                " ✔ Network shop_default  Created                                       0.1s",
                " ⠹ Image redis:7         Pulling [======>             ] 12.3MB/40.1MB  2.2s",
                " ✘ Container shop-db-1   Error: no space                               0.0s",
            ])
    }

    @Test("shows how fast a transfer is, without what was there before it")
    func rate() {
        var board = ProgressBoard()
        board.record(item("Image redis:7", "Pulling", .working), at: .zero)
        board.record(pull(20_000_000, of: 40_000_000), at: .seconds(1))
        func line(at seconds: Int) -> String {
            drawProgress(
                board, title: "Pulling", size: TerminalSize(rows: 24, columns: 100), now: .seconds(seconds)
            )[1]
        }
        #expect(!line(at: 2).contains("/s"))
        board.record(pull(30_000_000, of: 40_000_000), at: .seconds(3))
        #expect(line(at: 3).contains("Pulling [===============>    ] 30MB/40MB 5MB/s"))
        board.record(pull(40_000_000, of: 40_000_000), at: .seconds(5))
        #expect(line(at: 5).contains("[====================] 40MB/40MB 5MB/s"))
        var done = pull(40_000_000, of: 40_000_000)
        (done.text, done.state) = ("Pulled", .done)
        board.record(done, at: .seconds(6))
        #expect(line(at: 7).contains("Pulled 40MB/40MB  6.0s"))
    }

    @Test("fits any terminal", arguments: [(2, 20), (3, 30), (4, 44), (24, 200)])
    func fits(rows: Int, columns: Int) {
        let lines = drawProgress(
            board, title: "Running", size: TerminalSize(rows: rows, columns: columns), now: .seconds(100))
        #expect(lines.count < max(3, rows))
        for line in lines { #expect(displayWidth(line) < max(30, columns), "\(line)") }
    }

    @Test("lets things that are done give up their place first")
    func overflow() {
        var board = ProgressBoard()
        for number in 0..<10 { board.record(item("Container c\(number)", "Started", .done), at: .zero) }
        board.record(item("Container slow", "Starting", .working), at: .zero)
        let lines = drawProgress(
            board, title: "Running", size: TerminalSize(rows: 5, columns: 80), now: .zero)
        #expect(lines.count == 4)
        #expect(lines[0] == "[+] Running 10/11")
        #expect(lines[3].contains("slow"))
    }

    @Test("counts the time anew when a thing is worked on again")
    func again() {
        var board = ProgressBoard()
        board.record(item("Container a", "Created", .done), at: .seconds(1))
        board.record(item("Container a", "Starting", .working), at: .seconds(5))
        board.record(item("Container a", "Started", .done), at: .seconds(6))
        #expect(board.entries.map(\.began) == [.seconds(5)])
        #expect(board.entries.map(\.ended) == [.seconds(6)])
    }

    @Test(
        "writes sizes with three digits",
        arguments: [
            (0, "0B"), (999, "999B"), (1000, "1kB"), (1234, "1.23kB"), (12_345, "12.3kB"), (999_600, "1MB"),
            (123_456_789, "123MB"), (1_500_000_000, "1.5GB"), (9_999, "10kB"), (99_960, "100kB"),
        ])
    func sizes(count: Int, text: String) { #expect(byteText(count) == text) }

    @Test("writes times with a decimal") func times() {
        #expect(secondsText(.milliseconds(1290)) == "1.2s")
        #expect(secondsText(.seconds(-1)) == "0.0s")
    }
}

@Suite("Progress as lines")
struct LineProgressTests {
    @Test("plain lines are those of the reference, without the ticking of bytes")
    func plain() throws {
        let output = Recording()
        let display = PlainProgress(output)
        try display.show(item("Container shop-db-1", "Creating", .working))
        try display.show(pull(1, of: 10))
        try display.show(item("Container shop-db-1", "Created", .done))
        try display.note("berth: warning: x")
        #expect(
            output.text
                == " Container shop-db-1  Creating\n Container shop-db-1  Created\nberth: warning: x\n")
    }

    @Test("JSON lines have the keys of the reference")
    func json() throws {
        let output = Recording()
        let display = JSONProgress(output)
        try display.show(item("Container a/b", "Creating", .working))
        try display.show(pull(5, of: 20))
        try display.show(item("Container a/b", "no \"space\"", .failed))
        try display.note("look")
        #expect(
            output.text == """
                {"id":"Container a/b","status":"Creating"}
                {"current":5,"id":"Image redis:7","percent":25,"status":"Pulling","total":20}
                {"error":true,"id":"Container a/b","status":"no \\"space\\""}
                {"text":"look"}

                """)
    }

    @Test("quiet progress keeps warnings") func quiet() throws {
        let output = Recording()
        let display = QuietProgress(output)
        display.show(item("Container a", "Creating", .working))
        try display.note("look")
        #expect(output.text == "look\n")
    }
}
