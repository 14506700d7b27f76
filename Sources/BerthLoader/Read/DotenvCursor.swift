/// A value as it is written, without its quotes.
struct DotenvValue {
    /// The text; for an expanded one, escapes are resolved and `\$` is `$$`.
    let text: String
    /// True for a text in single quotes, in which `$` means itself.
    let isLiteral: Bool
}

/// A place in an environment file.
struct DotenvCursor {
    private var rest: ArraySlice<Unicode.Scalar>
    /// The line, from one.
    private(set) var line = 1

    /// Begins at the start of a text.
    init(_ text: String) {
        var scalars = Array(text.replacingLineEnds.unicodeScalars)[...]
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        rest = scalars
    }

    private mutating func take() -> Unicode.Scalar? {
        let first = rest.popFirst()
        if first == "\n" { line += 1 }
        return first
    }

    /// The next name, nil at the end of the file; the cursor is then at the separator or the end of the line.
    mutating func name() throws(DotenvError) -> String? {
        skipToStatement()
        guard !rest.isEmpty else { return nil }
        skipExport()
        let written = rest.prefix { $0 != "=" && $0 != ":" && $0 != "\n" }
        rest = rest[written.endIndex...]
        let name = String(String.UnicodeScalarView(written)).trimmingBlanks
        for character in name.unicodeScalars where !character.isAllowedInName {
            throw DotenvError(
                message: "unexpected \"\(character)\" in the variable name \"\(name)\"",
                remedy: "write NAME=value", line: line)
        }
        if name.unicodeScalars.contains(where: \.properties.isWhitespace) {
            throw DotenvError(
                message: "the variable name \"\(name)\" has a blank in it", remedy: "remove the blank",
                line: line)
        }
        return name
    }

    /// Takes `=` or `:`; false when the line ends without one.
    mutating func takeSeparator() -> Bool {
        guard rest.first == "=" || rest.first == ":" else { return false }
        rest.removeFirst()
        skipBlanks()
        return true
    }

    /// The value after a separator; the cursor is then behind its closing quote or at the next line.
    mutating func value() throws(DotenvError) -> DotenvValue {
        if let quote = rest.first, quote == "\"" || quote == "'" { return try quoted(quote) }
        let written = rest.prefix { $0 != "\n" }
        rest = rest[written.endIndex...]
        let text = String(String.UnicodeScalarView(written)).withoutComment.trimmingBlanks
        return DotenvValue(text: text, isLiteral: false)
    }

    /// Goes to the end of the line.
    mutating func skipLine() { rest = rest.drop { $0 != "\n" } }

    private mutating func quoted(_ quote: Unicode.Scalar) throws(DotenvError) -> DotenvValue {
        let start = line
        rest.removeFirst()
        var text = String.UnicodeScalarView()
        while true {
            guard let character = take() else {
                throw DotenvError(
                    message: "a value's closing \(quote) is missing", remedy: "add it", line: start)
            }
            if character == quote { break }
            if character == "\\", let next = take() {
                if next != quote { text.append("\\") }
                text.append(next)
            } else {
                text.append(character)
            }
        }
        guard quote == "\"" else { return DotenvValue(text: String(text), isLiteral: true) }
        return DotenvValue(text: resolvingEscapes(text), isLiteral: false)
    }

    private mutating func skipToStatement() {
        while let first = rest.first {
            if first == "#" {
                skipLine()
            } else if first.properties.isWhitespace {
                _ = take()
            } else {
                return
            }
        }
    }

    private mutating func skipExport() {
        let word = Array("export".unicodeScalars)
        let after = rest.dropFirst(word.count)
        guard rest.starts(with: word), let blank = after.first, blank == " " || blank == "\t" else { return }
        rest = after
        skipBlanks()
    }

    private mutating func skipBlanks() { rest = rest.drop { $0 != "\n" && $0.properties.isWhitespace } }
}

/// A text in double quotes with its escapes resolved; `\$` becomes `$$`, unknown escapes stay.
private func resolvingEscapes(_ text: String.UnicodeScalarView) -> String {
    var result = String.UnicodeScalarView()
    var rest = Substring.UnicodeScalarView(text)
    while let character = rest.popFirst() {
        guard character == "\\", let escape = rest.first else {
            result.append(character)
            continue
        }
        let digits = rest.dropFirst().prefix(3)
        if escape == "0", digits.count == 3, let code = UInt32(String(digits), radix: 8) {
            rest.removeFirst(4)
            result.append(Unicode.Scalar(code) ?? "\u{FFFD}")
        } else if let meaning = escapes[escape] {
            rest.removeFirst()
            result.append(contentsOf: meaning.unicodeScalars)
        } else {
            result.append(character)
        }
    }
    return String(result)
}

private let escapes: [Unicode.Scalar: String] = [
    "a": "\u{07}", "b": "\u{08}", "f": "\u{0C}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{0B}", "\\": "\\",
    "\"": "\"", "$": "$$",
]

extension Unicode.Scalar {
    fileprivate var isAllowedInName: Bool {
        properties.isAlphabetic || properties.numericType != nil || properties.isWhitespace
            || "_.-[]".unicodeScalars.contains(self)
    }
}

extension String {
    /// The text with carriage returns before line feeds taken out.
    var replacingLineEnds: String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar == "\n", scalars.last == "\r" { scalars.removeLast() }
            scalars.append(scalar)
        }
        return String(scalars)
    }

    /// The text without white space at both ends.
    var trimmingBlanks: String {
        var scalars = Substring(self).unicodeScalars
        while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
        while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
        return String(scalars)
    }

    /// An unquoted value without the comment that a `#` after a blank begins.
    fileprivate var withoutComment: String {
        var before: Unicode.Scalar = "\n"
        for position in unicodeScalars.indices {
            if unicodeScalars[position] == "#", before == " " { return String(self[..<position]) }
            before = unicodeScalars[position]
        }
        return self
    }
}
