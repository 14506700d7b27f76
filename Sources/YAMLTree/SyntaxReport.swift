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
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
        column += 1
        if scalar == "\n" { (line, column) = (line + 1, 1) }
    }
    return Mark(line: line, column: column)
}

/// The note for a context phrase of libyaml ("while parsing a block mapping").
private func noteOnContext(_ context: String) -> String? {
    for verb in ["while parsing ", "while scanning "] where context.hasPrefix(verb) {
        return context.dropFirst(verb.count) + " begins here"
    }
    return nil
}

private let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]
