/// A command line split into arguments by blanks, with quotes and backslashes; no shell runs it.
struct ShellWords: Sendable, Hashable {
    /// The arguments.
    private(set) var words: [String] = []
    /// The line from the first unquoted operator of a shell on, which the format leaves out; empty for none.
    private(set) var dropped = ""

    /// Splits a line.
    init(_ line: String) throws(Malformed) {
        var splitter = ShellWordSplitter()
        for position in line.unicodeScalars.indices {
            guard try splitter.take(line.unicodeScalars[position]) else {
                dropped = String(line[position...])
                break
            }
        }
        words = try splitter.finish(line)
    }
}

private struct ShellWordSplitter {
    private enum Quote {
        case single, double, back
    }

    private var words: [String] = []
    private var word: String?
    private var quote: Quote?
    private var isEscaped = false
    private var substitutions = 0

    /// Takes the next character; false for an operator, which ends the line.
    mutating func take(_ character: Unicode.Scalar) throws(Malformed) -> Bool {
        if isEscaped {
            isEscaped = false
            append(character)
            return true
        }
        switch (character, quote) {
        case ("\\", nil), ("\\", .double), ("\\", .back):
            isEscaped = true
            word = word ?? ""
        case ("'", nil) where substitutions == 0: open(.single)
        case ("\"", nil) where substitutions == 0: open(.double)
        case ("'", .single), ("\"", .double): quote = nil
        case ("`", nil), ("`", .back):
            quote = quote == nil ? .back : nil
            append(character)
        case ("(", nil), (")", nil): try parenthesis(character)
        case (";", nil), ("&", nil), ("|", nil), ("<", nil), (">", nil):
            guard substitutions > 0 else {
                forgetDescriptor(before: character)
                return false
            }
            append(character)
        case (" ", nil), ("\t", nil), ("\r", nil), ("\n", nil):
            if substitutions > 0 { append(character) } else { endWord() }
        default: append(character)
        }
        return true
    }

    mutating func finish(_ line: String) throws(Malformed) -> [String] {
        guard quote == nil, !isEscaped, substitutions == 0 else {
            throw Malformed(
                clause: "\"\(line)\" ends within a quote",
                remedy: "close it, or write the arguments as a list")
        }
        endWord()
        return words
    }

    /// Takes a parenthesis, which must belong to a `$(`.
    private mutating func parenthesis(_ character: Unicode.Scalar) throws(Malformed) {
        guard substitutions > 0 || character == "(" && word?.hasSuffix("$") == true else {
            throw Malformed(
                clause: "\"\(character)\" means nothing without a shell",
                remedy: "write [\"sh\", \"-c\", \"...\"], or put it in quotes")
        }
        substitutions += character == "(" ? 1 : -1
        append(character)
    }

    /// The `2` of `2>` belongs to the operator, as does every word there that begins with a digit.
    private mutating func forgetDescriptor(before character: Unicode.Scalar) {
        if character == ">", let first = word?.utf8.first, (48...57).contains(first) { word = nil }
    }

    private mutating func open(_ kind: Quote) {
        quote = kind
        word = word ?? ""
    }

    private mutating func append(_ character: Unicode.Scalar) {
        if word == nil { word = "" }
        word?.unicodeScalars.append(character)
    }

    private mutating func endWord() {
        if let word { words.append(word) }
        word = nil
    }
}
