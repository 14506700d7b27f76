/// Lines at the bottom of a terminal that are drawn again and again in place.
///
/// It only makes the text that moves and erases; whoever owns the terminal writes it. The cursor is hidden
/// while the region is shown and stands below it.
public struct LiveRegion: Sendable {
    private var shown: [String] = []
    private var isHidingCursor = false

    /// The text that gives the cursor back when a program ends without finishing its regions.
    public static let restoration = Escape.showCursor

    /// Creates a region that shows nothing.
    public init() {}

    /// The text that replaces what is shown; lines that stay the same are passed over.
    public mutating func show(_ lines: [String]) -> String {
        guard lines != shown else { return "" }
        var text = isHidingCursor ? "" : Escape.hideCursor
        isHidingCursor = true
        text += Escape.up(shown.count)
        for (index, line) in lines.enumerated() {
            let isUnchanged = index < shown.count && shown[index] == line
            text += isUnchanged ? "\n" : "\(line)\(Escape.clearToEndOfLine)\n"
        }
        if lines.count < shown.count { text += Escape.clearBelow }
        shown = lines
        return text
    }

    /// The text that writes a line above the region, which moves down.
    public mutating func insert(above line: String) -> String {
        let lines = shown
        shown = []
        return Escape.up(lines.count) + Escape.clearBelow + line + "\n" + show(lines)
    }

    /// The text that leaves the lines where they are and gives the cursor back.
    public mutating func finish() -> String {
        defer { self = LiveRegion() }
        return isHidingCursor ? Escape.showCursor : ""
    }
}

/// The escape sequences in use (ECMA-48, and DEC's for the cursor).
private enum Escape {
    static let hideCursor = "\u{1B}[?25l"
    static let showCursor = "\u{1B}[?25h"
    static let clearToEndOfLine = "\u{1B}[K"
    static let clearBelow = "\u{1B}[J"
    static func up(_ count: Int) -> String { count == 0 ? "" : "\u{1B}[\(count)A" }
}
