import Testing

@testable import TerminalUI

/// A terminal that understands the sequences that a live region writes.
private struct Screen {
    var lines: [String] = [""]
    var row = 0
    var cursorIsHidden = false

    mutating func write(_ text: String) {
        var rest = Substring(text)
        while let character = rest.popFirst() {
            if character == "\u{1B}" {
                rest.removeFirst()
                let end = rest.firstIndex { $0.isLetter } ?? rest.startIndex
                escape(String(rest[..<end]), rest[end])
                rest = rest[rest.index(after: end)...]
            } else if character == "\n" {
                row += 1
                if row == lines.count { lines.append("") }
                column = 0
            } else {
                var line = Array(lines[row])
                if column < line.count { line[column] = character } else { line.append(character) }
                lines[row] = String(line)
                column += 1
            }
        }
    }

    private var column = 0

    private mutating func escape(_ parameters: String, _ command: Character) {
        switch command {
        case "A": row -= Int(parameters) ?? 0
        case "K": lines[row] = String(lines[row].prefix(column))
        case "J": lines.removeSubrange((row + 1)...); lines[row] = ""
        case "l": cursorIsHidden = true
        case "h": cursorIsHidden = false
        default: Issue.record("unexpected sequence \(parameters)\(command)")
        }
    }
}

@Suite("A live region")
struct LiveRegionTests {
    @Test("shows the last lines, whatever it showed before")
    func replaces() {
        var region = LiveRegion()
        var screen = Screen()
        screen.write("$ berth up\n")
        for lines in [["a", "bbbb"], ["a", "b", "c"], ["x"], ["x", "y"], ["x", "y"]] {
            screen.write(region.show(lines))
            #expect(screen.lines == ["$ berth up"] + lines + [""])
            #expect(screen.cursorIsHidden)
        }
        screen.write(region.finish())
        #expect(!screen.cursorIsHidden)
        #expect(screen.lines == ["$ berth up", "x", "y", ""])
    }

    @Test("moves down for a line above it") func inserts() {
        var region = LiveRegion()
        var screen = Screen()
        screen.write(region.show(["a", "b"]))
        screen.write(region.insert(above: "warning"))
        #expect(screen.lines == ["warning", "a", "b", ""])
        screen.write(region.show(["a", "c"]))
        #expect(screen.lines == ["warning", "a", "c", ""])
    }

    @Test("writes nothing when nothing changes, and only lines that change") func differences() {
        var region = LiveRegion()
        _ = region.show(["a", "b"])
        #expect(region.show(["a", "b"]) == "")
        #expect(region.show(["a", "c"]) == "\u{1B}[2A\nc\u{1B}[K\n")
    }

    @Test("gives nothing back when it was never shown") func unused() {
        var region = LiveRegion()
        #expect(region.finish() == "")
    }
}
