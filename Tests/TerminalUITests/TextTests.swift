import Testing

@testable import TerminalUI

@Suite("The width of text on a terminal")
struct DisplayWidthTests {
    @Test(
        "counts cells, not characters",
        arguments: [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한", 2), ("👩‍👩‍👧", 2),
            ("✔", 1), ("⠋", 1),
            ("❤\u{FE0F}", 2), ("a\u{200B}b", 2), ("\t", 0), ("ｆ", 2),
        ])
    func width(text: String, cells: Int) { #expect(displayWidth(text) == cells) }

    @Test(
        "cuts to whole characters and marks the cut",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
            ("abc", 1, "…"), ("abc", 0, ""), ("a\u{1B}[31mb\n", 20, "a[31mb"),
        ])
    func cut(text: String, width: Int, expected: String) {
        #expect(truncated(text, to: width) == expected)
        #expect(displayWidth(truncated(text, to: width)) <= width)
    }

    @Test("pads by cells") func pads() { #expect(padded("日", to: 4) + "|" == "日  |") }
}

@Suite("Colours")
struct StylingTests {
    @Test(
        "obey the mode, the terminal and NO_COLOR",
        arguments: [
            (ANSIMode.auto, true, nil, Styling.coloured), (.auto, false, nil, .plain),
            (.auto, true, "1", .plain),
            (.auto, true, "", .coloured), (.always, false, "1", .coloured), (.never, true, nil, .plain),
        ])
    func decides(mode: ANSIMode, isTerminal: Bool, noColour: String?, expected: Styling) {
        #expect(Styling(mode, isTerminal: isTerminal, noColour: noColour) == expected)
    }

    @Test("surround a text") func surround() {
        #expect(Styling.coloured.apply(.cyan, to: "a") == "\u{1B}[36ma\u{1B}[0m")
        #expect(Styling.coloured.apply(nil, to: "a") == "a")
        #expect(Styling.plain.apply(.cyan, to: "a") == "a")
    }
}

@Suite("Tables")
struct TableTests {
    @Test("align columns by their widest cell and three blanks, and leave the last alone")
    func aligns() {
        var table = Table(["NAME", "IMAGE", "PORTS"])
        table.append(["shop-web-1", "nginx", ""])
        table.append(["日本", "registry.example/very/long:1", "80/tcp"])
        #expect(
            table.lines() == [
                "NAME         IMAGE                          PORTS",
                "shop-web-1   nginx                          ",
                "日本         registry.example/very/long:1   80/tcp",
            ])
    }

    @Test("give short columns the least width") func minimum() {
        #expect(Table(["A", "B", "C"]).lines() == ["A         B         C"])
        #expect(Table(["A", "B"], minimumWidth: 20).lines() == ["A                   B"])
    }
}

@Suite("Prefixes of log lines")
struct LogPrefixTests {
    @Test("are padded to the longest name and end in a bar")
    func padded() {
        var prefixes = LogPrefixes(styling: .plain)
        for name in ["db-1", "frontend-1"] { prefixes.add(name) }
        #expect(prefixes.prefix(of: "db-1") == "db-1        | ")
        #expect(prefixes.prefix(of: "frontend-1") == "frontend-1  | ")
    }

    @Test("have a colour each, in turn") func colours() {
        var prefixes = LogPrefixes(styling: .coloured)
        let all = (0..<11).map { prefixes.prefix(of: "s\($0)") }
        #expect(all[0].hasPrefix("\u{1B}[36m"))
        #expect(all[1].hasPrefix("\u{1B}[33m"))
        #expect(all[10].hasPrefix("\u{1B}[36m"), "the eleventh has the first colour again")
    }
}
