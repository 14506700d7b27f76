public import LinuxSystem

/// Draws a board as lines that fit the terminal: a heading, then a line a thing.
///
/// When there are more things than lines, those that are done first give up their place.
public func drawProgress(
    _ board: ProgressBoard, title: String, size: TerminalSize, now: Duration, styling: Styling = .plain
) -> [String] {
    guard !board.entries.isEmpty else { return [] }
    let heading = "[+] \(title) \(board.done)/\(board.entries.count)"
    let visible = entriesThatFit(board.entries, lines: max(1, size.rows - 2))
    let widths = ColumnWidths(visible, now: now, columns: size.columns)
    let lines = visible.map { drawEntry($0, widths, now: now, styling: styling) }
    return [styling.apply(.faint, to: truncated(heading, to: size.columns - 1))] + lines
}

private func entriesThatFit(_ entries: [ProgressBoard.Entry], lines: Int) -> [ProgressBoard.Entry] {
    var surplus = entries.count - lines
    guard surplus > 0 else { return entries }
    let rest = entries.filter { entry in
        guard surplus > 0, entry.item.state == .done else { return true }
        surplus -= 1
        return false
    }
    return Array(rest.suffix(lines))
}

/// The cells that names and texts get, so that the times after them stand below each other.
private struct ColumnWidths {
    let name: Int
    let text: Int

    init(_ entries: [ProgressBoard.Entry], now: Duration, columns: Int) {
        let widestName = entries.map { displayWidth($0.item.id) }.max() ?? 0
        let widestText = entries.map { displayWidth(describe($0, now: now)) }.max() ?? 0
        name = min(widestName, max(10, columns / 2))
        // A mark between blanks, two blanks around the text, a time, and the last column stay free.
        text = min(widestText, max(0, columns - name - 15))
    }
}

private func drawEntry(
    _ entry: ProgressBoard.Entry, _ widths: ColumnWidths, now: Duration, styling: Styling
) -> String {
    let item = entry.item
    let mark = mark(of: item.state, elapsed: now - entry.began)
    let name = padded(truncated(item.id, to: widths.name), to: widths.name)
    let text = padded(truncated(describe(entry, now: now), to: widths.text), to: widths.text)
    let elapsed = secondsText((entry.ended ?? now) - entry.began)
    return " \(styling.apply(mark.colour, to: mark.sign)) \(name)  "
        + "\(styling.apply(mark.colour, to: text))  \(styling.apply(.faint, to: elapsed))"
}

private func describe(_ entry: ProgressBoard.Entry, now: Duration) -> String {
    let item = entry.item
    var parts = [item.text]
    if let current = item.current {
        if let total = item.total, total > 0, item.state == .working { parts.append(bar(current, of: total)) }
        parts.append(item.total.map { "\(byteText(current))/\(byteText($0))" } ?? byteText(current))
    }
    if let rate = entry.rate(at: now) { parts.append("\(byteText(rate))/s") }
    if !item.detail.isEmpty { parts.append(item.detail) }
    return parts.joined(separator: " ")
}

/// A transfer as a bar of a fixed width, such as `[====>     ]`.
private func bar(_ current: Int, of total: Int) -> String {
    let width = 20
    let full = min(width, max(0, Int(Double(current) / Double(total) * Double(width))))
    let filled = String(repeating: "=", count: full)
    let head = full < width ? ">" : ""
    return "[\(filled)\(head)\(String(repeating: " ", count: width - full - head.count))]"
}

private struct Mark {
    let sign: String
    let colour: Colour
}

private func mark(of state: ProgressItem.State, elapsed: Duration) -> Mark {
    switch state {
    case .done: return Mark(sign: "✔", colour: .green)
    case .failed: return Mark(sign: "✘", colour: .red)
    case .working:
        let turns = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
        let tick = Int(elapsed / .milliseconds(100))
        return Mark(sign: turns[max(0, tick) % turns.count], colour: .yellow)
    }
}

/// A duration as seconds with one decimal, such as `12.3s`.
public func secondsText(_ duration: Duration) -> String {
    let tenths = max(0, Int(duration / .milliseconds(100)))
    return "\(tenths / 10).\(tenths % 10)s"
}

/// Bytes in the decimal unit in which they are a number below 1000, with three digits, such as `12.3MB`.
public func byteText(_ count: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
    var value = Double(count)
    var unit = 0
    while value >= 999.5, unit < units.count - 1 {
        value /= 1000
        unit += 1
    }
    return threeDigits(value) + units[unit]
}

/// At most three significant digits, without zeros at the end.
private func threeDigits(_ value: Double) -> String {
    let decimals = value < 9.995 ? 100.0 : value < 99.95 ? 10.0 : 1.0
    let rounded = (value * decimals).rounded() / decimals
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
}
