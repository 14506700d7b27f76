/// A scalar as it is written: what stands on the line of its key, and the lines of a literal block below.
struct ScalarText {
    /// Bytes a key may have without a "? " before it.
    static let longestSimpleKey = 128

    /// The plain or quoted text, or the header of the block.
    let line: String
    /// The lines of the block without their indentation.
    let block: [Substring]
    /// True when the key has to be announced because it is written as a block.
    let isBlock: Bool

    private init(_ line: String) {
        self.line = line
        block = []
        isBlock = false
    }

    /// Writes a value.
    init(_ value: ScalarValue) {
        switch value {
        case .null: self.init("null")
        case .bool(let value): self.init(value ? "true" : "false")
        case .int(let value): self.init(String(value))
        case .unsigned(let value): self.init(String(value))
        case .float(let value): self.init(yamlText(of: value))
        case .timestamp(let text): self.init(text)
        case .string(let text): self.init(string: text)
        }
    }

    /// Writes a string so that it reads back as this string.
    init(string text: String) {
        let shape = TextShape(text)
        if shape.hasLineFeed, shape.allowsBlock {
            self.init(block: text, shape)
        } else if shape.hasLineFeed || readsAsOtherType(text) {
            self.init(doubleQuoted(text))
        } else if shape.allowsPlain {
            self.init(text)
        } else {
            self.init(shape.allowsSingleQuotes ? singleQuoted(text) : doubleQuoted(text))
        }
    }

    private init(block text: String, _ shape: TextShape) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let chomping: String
        if text.utf8.last != UInt8(ascii: "\n") {
            chomping = "-"
        } else {
            lines.removeLast()
            chomping = text == "\n" || text.hasSuffix("\n\n") ? "+" : ""
        }
        line = "|" + (shape.beginsWithBlank ? "2" : "") + chomping
        block = lines
        isBlock = true
    }
}

/// Whether an unquoted text would be read as something else, by us or by a YAML 1.1 reader.
private func readsAsOtherType(_ text: String) -> Bool {
    guard case .string = ScalarValue(plain: text) else { return true }
    return text == "<<" || booleansOfYAML11.contains(text) || isSexagesimal(text)
}

private let booleansOfYAML11: Set<String> = [
    "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF",
]

/// Whether YAML 1.1 reads a number in base 60: `22:22`, `1:30:00.5`.
private func isSexagesimal(_ text: String) -> Bool {
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    let isSpaced = { (byte: UInt8) in isDigit(byte) || byte == UInt8(ascii: "_") }
    let unsigned = text.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
    guard text.utf8.count - unsigned.count <= 1 else { return false }
    var places = unsigned.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard places.count > 1, let last = places.popLast(), let first = places.first,
        first.first.map(isDigit) == true, first.allSatisfy(isSpaced)
    else { return false }
    let ending = last.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard ending.count == 1 || ending[1].allSatisfy(isSpaced) else { return false }
    return (places.dropFirst() + [ending[0]]).allSatisfy { place in
        (1...2).contains(place.count) && place.allSatisfy(isDigit)
            && (place.count == 1 || place.first.map { $0 <= UInt8(ascii: "5") } == true)
    }
}

private func singleQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
}

private func doubleQuoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars { quoted += escape(scalar) ?? String(scalar) }
    return quoted + "\""
}

/// The escape of a character that cannot stand in double quotes as it is.
private func escape(_ scalar: Unicode.Scalar) -> String? {
    if let short = shortEscapes[scalar] { return short }
    if isPrintable(scalar) { return nil }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let (letter, width) =
        switch scalar.value {
        case 0...0xFF: ("x", 2)
        case 0x100...0xFFFF: ("u", 4)
        default: ("U", 8)
        }
    return "\\" + letter + String(repeating: "0", count: width - digits.count) + digits
}

private let shortEscapes: [Unicode.Scalar: String] = [
    "\0": "\\0", "\u{7}": "\\a", "\u{8}": "\\b", "\t": "\\t", "\n": "\\n", "\u{B}": "\\v", "\u{C}": "\\f",
    "\r": "\\r", "\u{1B}": "\\e", "\"": "\\\"", "\\": "\\\\", "\u{85}": "\\N", "\u{2028}": "\\L",
    "\u{2029}": "\\P",
]
