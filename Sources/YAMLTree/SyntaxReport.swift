import CYAML

/// What libyaml says about a text that is no YAML, in our words.
struct SyntaxReport {
    /// A position in either of the two ways libyaml gives one.
    enum Place {
        case mark(Mark)
        case byte(Int)
    }

    /// The construct in which the problem was met.
    struct Context {
        /// "while reading a block mapping that begins here", shortened to a note.
        let message: String
        /// Where that construct begins.
        let mark: Mark
    }

    /// Our words for the problem.
    let message: String
    /// Where the problem is.
    let place: Place
    /// The construct around it, when it begins elsewhere.
    let context: Context?

    /// Reads the report of a parser that has just failed.
    init(_ parser: yaml_parser_t) {
        let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "out of memory"
        message =
            "not valid YAML: " + (explanations.first { problem.hasPrefix($0.problem) }?.words ?? problem)
        if unsafe parser.error == YAML_READER_ERROR {
            place = unsafe .byte(Int(clamping: parser.problem_offset))
            context = nil
            return
        }
        let mark = unsafe Mark(parser.problem_mark)
        place = .mark(mark)
        let begin = unsafe Mark(parser.context_mark)
        let construct = unsafe parser.context.map { unsafe String(cString: $0) }
        context =
            begin == mark
            ? nil
            : construct.flatMap { noteOnContext($0) }.map {
                Context(message: $0, mark: begin)
            }
    }
}

/// The position after the given bytes of a text, for the errors that come before there are characters.
func mark(after bytes: [UInt8]) -> Mark {
    let scalars = decoded(bytes).unicodeScalars
    var line = 1
    var column = 1
    for scalar in scalars {
        column += 1
        if scalar == "\n" { (line, column) = (line + 1, 1) }
    }
    return Mark(line: line, column: column)
}

/// The text in the encoding its byte order mark tells, without that mark.
private func decoded(_ bytes: [UInt8]) -> String {
    let isLittleEndian = bytes.starts(with: [0xFF, 0xFE])
    guard isLittleEndian || bytes.starts(with: [0xFE, 0xFF]) else {
        return String(
            decoding: bytes.dropFirst(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0), as: UTF8.self)
    }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { at in
        let pair = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
        return isLittleEndian ? pair.1 << 8 | pair.0 : pair.0 << 8 | pair.1
    }
    return String(decoding: units, as: UTF16.self)
}

/// The note for a context phrase of libyaml ("while parsing a block mapping").
private func noteOnContext(_ context: String) -> String? {
    for verb in ["while parsing ", "while scanning "] where context.hasPrefix(verb) {
        return context.dropFirst(verb.count) + " begins here"
    }
    return nil
}

/// The problems of libyaml that a person meets, with what to do; others are passed on as they are.
private let explanations: [(problem: String, words: String)] = [
    (
        "found character that cannot start any token",
        "a tab, \"@\", \"`\" or \"%\" cannot begin a value: indent with spaces, quote the text"
    ),
    (
        "mapping values are not allowed in this context",
        "\":\" begins a value where none can stand: check the indentation, quote text that has \": \" in it"
    ),
    ("did not find expected key", "expected a key at this indentation: align it with the keys above"),
    (
        "did not find expected '-' indicator",
        "expected \"-\" at this indentation: align it with the items above"
    ),
    ("did not find expected ',' or ']'", "expected \",\" or \"]\" in the list"),
    ("did not find expected ',' or '}'", "expected \",\" or \"}\" in the mapping"),
    ("could not find expected ':'", "expected \":\" after the key"),
    ("found unexpected end of stream", "the text ends inside a quoted string: close the quote"),
    ("found a tab character that violates indentation", "a tab cannot indent: use spaces"),
    ("found a tab character where an indentation space is expected", "a tab cannot indent: use spaces"),
    (
        "found unknown escape character",
        "unknown escape after \"\\\" in a double-quoted string: write \"\\\\\" for a backslash"
    ),
    ("found undefined tag handle", "the tag's handle is not declared: write \"!name\""),
    (
        "did not find expected <document start>",
        "expected the end of the document here: check the indentation, begin another document with \"---\""
    ),
    (
        "block sequence entries are not allowed in this context",
        "\"- \" cannot stand here: put the list on the lines below its key"
    ),
    ("block mapping", "a mapping cannot stand here"),
    ("did not find expected node content", "expected a value"),
    (
        "did not find expected alphabetic or numeric character",
        "expected a name of letters, digits, \"-\" or \"_\" after \"&\" or \"*\""
    ),
    ("control characters are not allowed", "control characters, NUL among them, are not allowed in text"),
    ("invalid leading UTF-8 octet", "the file is not UTF-8: save it in that encoding"),
    ("invalid trailing UTF-8 octet", "the file is not UTF-8: save it in that encoding"),
    ("incomplete UTF-8 octet sequence", "the file is not UTF-8: it ends inside a character"),
    ("invalid length of a UTF-8 sequence", "the file is not UTF-8: save it in that encoding"),
    ("invalid Unicode character", "the file has a code that is no Unicode character"),
    ("found duplicate %YAML directive", "%YAML stands twice"),
    ("found incompatible YAML document", "only YAML 1.1 and 1.2 are read"),
]
