/// The cells that a text takes on a terminal; escape sequences are not known to it.
public func displayWidth(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + cells(of: $1) }
}

/// A text without control characters that takes at most so many cells; what is cut ends in "…".
public func truncated(_ text: String, to width: Int) -> String {
    let printable = text.filter { character in
        !character.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
    guard displayWidth(printable) > width else { return printable }
    guard width > 0 else { return "" }
    var result = ""
    var used = 0
    for character in printable {
        let next = cells(of: character)
        if used + next > width - 1 { break }
        used += next
        result.append(character)
    }
    return result + "…"
}

/// A text with spaces after it up to a width.
public func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
}

/// The cells of one grapheme cluster: what is drawn on top of its first scalar takes none.
private func cells(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    switch first.properties.generalCategory {
    case .control, .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    let emojiSelector: Unicode.Scalar = "\u{FE0F}"
    let isWide = character.unicodeScalars.contains { isWideScalar($0) || $0 == emojiSelector }
    return isWide ? 2 : 1
}

/// Blocks of East Asian wide and full-width characters (Unicode Standard Annex 11).
private let wideBlocks: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
    0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
    0xFFE0...0xFFE6, 0x20000...0x3FFFD,
]

private func isWideScalar(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x1100 else { return false }
    return scalar.properties.isEmojiPresentation || wideBlocks.contains { $0.contains(scalar.value) }
}
