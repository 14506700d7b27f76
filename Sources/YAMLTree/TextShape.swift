/// What in a string decides how it can be written.
struct TextShape {
    /// Can stand without quotes in block style, types aside.
    private(set) var allowsPlain = true
    /// Can stand in single quotes on one line.
    private(set) var allowsSingleQuotes = true
    /// Can be the content of a literal block.
    private(set) var allowsBlock = true
    /// Has more than one line.
    private(set) var hasLineFeed = false
    /// Begins with a blank or a line break, which hides a block's indentation.
    private(set) var beginsWithBlank = false

    /// Looks through a string once.
    init(_ text: String) {
        if text.hasPrefix("---") || text.hasPrefix("...") { allowsPlain = false }
        var previous: Unicode.Scalar?
        var scalars = text.unicodeScalars.makeIterator()
        var current = scalars.next()
        beginsWithBlank = current.map { isBlank($0) } ?? false
        if beginsWithBlank || text.isEmpty { allowsPlain = false }
        while let scalar = current {
            let next = scalars.next()
            take(scalar, after: previous, before: next)
            (previous, current) = (scalar, next)
        }
        if let last = previous {
            if last == " " { allowsBlock = false }
            if last == " " || isBreak(last) { allowsPlain = false }
        }
    }

    private mutating func take(
        _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?
    ) {
        if isIndicator(scalar, after: previous, before: next) { allowsPlain = false }
        if isBreak(scalar) {
            hasLineFeed = hasLineFeed || scalar == "\n"
            (allowsPlain, allowsSingleQuotes) = (false, false)
            // A line's trailing space would be lost to an editor, so such text is escaped.
            if previous == " " { allowsBlock = false }
        } else if scalar == "\t" {
            (allowsPlain, allowsSingleQuotes) = (false, false)
        }
        if scalar != "\n", scalar != "\t", !isPrintable(scalar) {
            (allowsPlain, allowsSingleQuotes, allowsBlock) = (false, false, false)
        }
    }

    private func isIndicator(
        _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?
    ) -> Bool {
        let isFollowedByBlank = next.map { isBlank($0) } ?? true
        guard let previous else {
            switch scalar {
            case "#", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`": return true
            default: return "?:-".unicodeScalars.contains(scalar) && isFollowedByBlank
            }
        }
        return scalar == ":" && isFollowedByBlank || scalar == "#" && isBlank(previous)
    }
}

/// Whether a character is written as it is; those beyond the basic plane are escaped, as the reference does.
func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: true
    default: false
    }
}

/// Whether YAML 1.1 ends a line there.
func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
}

private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || isBreak(scalar) }
