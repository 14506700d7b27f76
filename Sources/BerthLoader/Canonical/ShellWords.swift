/// Splits a command line into arguments, by blanks, with quotes and backslashes; no shell runs it.
func shellWords(_ line: String) throws(Malformed) -> [String] {
    var splitter = ShellWordSplitter()
    for character in line.unicodeScalars { try splitter.take(character) }
    return try splitter.finish(line)
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

    mutating func take(_ character: Unicode.Scalar) throws(Malformed) {
        if isEscaped {
            isEscaped = false
            return append(character)
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
        case ("(", nil):
            guard word?.hasSuffix("$") == true || substitutions > 0 else { throw refusal(of: character) }
            substitutions += 1
            append(character)
        case (")", nil):
            guard substitutions > 0 else { throw refusal(of: character) }
            substitutions -= 1
            append(character)
        case (";", nil), ("&", nil), ("|", nil), ("<", nil), (">", nil):
            guard substitutions > 0 else { throw refusal(of: character) }
            append(character)
        case (" ", nil), ("\t", nil), ("\r", nil), ("\n", nil):
            if substitutions > 0 { append(character) } else { endWord() }
        default: append(character)
        }
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

    private func refusal(of character: Unicode.Scalar) -> Malformed {
        Malformed(
            clause: "\"\(character)\" means nothing without a shell",
            remedy: "write [\"sh\", \"-c\", \"...\"], or put it in quotes")
    }
}
