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
        /// A note such as "a block mapping begins here".
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
        let explanation = explanations.first { problem.hasPrefix($0.problem) }
        let stray = unsafe parser.buffer.pointer.map { unsafe Character(Unicode.Scalar($0.pointee)) }
        message = "not valid YAML: " + (explanation?.words(stray) ?? problem)
        if unsafe parser.error == YAML_READER_ERROR {
            place = unsafe .byte(Int(clamping: parser.problem_offset))
            context = nil
            return
        }
        let mark = unsafe Mark(parser.problem_mark)
        let begin = unsafe Mark(parser.context_mark)
        let construct = unsafe parser.context.flatMap { unsafe noteOnContext(String(cString: $0)) }
        if explanation?.pointsAtBeginning == true, construct != nil {
            place = .mark(begin)
            context = nil
        } else {
            place = .mark(mark)
            context = begin == mark ? nil : construct.map { Context(message: $0, mark: begin) }
        }
    }
}

/// The position after the given bytes of a text, for the errors that come before there are characters.
func mark(after bytes: [UInt8]) -> Mark {
    let text = bytes.dropFirst(bytes.starts(with: utf8Mark) ? utf8Mark.count : 0)
    var line = 1
    var column = 1
    var previous: Unicode.Scalar?
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
        column += 1
        if isBreak(scalar) {
            line += previous == "\r" && scalar == "\n" ? 0 : 1
            column = 1
        }
        previous = scalar
    }
    return Mark(line: line, column: column)
}

/// The note for a context phrase of libyaml ("while parsing a flow sequence").
private func noteOnContext(_ context: String) -> String? {
    for verb in ["while parsing ", "while scanning "] where context.hasPrefix(verb) {
        let construct = String(context.dropFirst(verb.count))
        return (constructs[construct] ?? construct) + " begins here"
    }
    return nil
}

/// Plain names for what libyaml names by the specification's grammar.
private let constructs = [
    "a flow sequence": "the list", "a block collection": "the list", "a block sequence": "the list",
    "a flow mapping": "the mapping", "a block mapping": "the mapping", "a plain scalar": "the text",
    "a quoted scalar": "the quoted text", "a block scalar": "the text block", "a simple key": "the key",
    "an anchor": "the anchor", "an alias": "the alias", "a tag": "the tag", "a directive": "the directive",
]

private let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]
