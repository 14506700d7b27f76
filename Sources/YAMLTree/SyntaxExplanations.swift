/// A problem of libyaml that a person meets, with what to do about it.
struct SyntaxExplanation: Sendable {
    /// How libyaml's words begin.
    let problem: String
    /// Our words, given the character the parser stopped at.
    let words: @Sendable (Character?) -> String
    /// True when the beginning of the construct tells more than the place where its end was missed.
    let pointsAtBeginning: Bool

    fileprivate init(_ problem: String, _ words: String, pointsAtBeginning: Bool = false) {
        self.init(problem, pointsAtBeginning: pointsAtBeginning) { _ in words }
    }

    fileprivate init(
        _ problem: String, pointsAtBeginning: Bool = false, words: @escaping @Sendable (Character?) -> String
    ) {
        self.problem = problem
        self.words = words
        self.pointsAtBeginning = pointsAtBeginning
    }
}

/// The table of problems; the first whose beginning fits is taken, a problem that is not here is passed on.
let explanations: [SyntaxExplanation] = [
    SyntaxExplanation("found character that cannot start any token") { character in
        guard let character, character != "\t" else { return "a tab cannot indent: use spaces" }
        return "\"\(character)\" cannot begin a value: quote the text"
    },
    SyntaxExplanation(
        "mapping values are not allowed in this context",
        #"":" begins a value where none can stand: check the indentation, quote text that has ": " in it"#),
    SyntaxExplanation(
        "did not find expected key",
        "expected a key: align it with the keys above, quote a value that goes on after a quote"),
    SyntaxExplanation(
        "did not find expected '-' indicator", #"expected "-": align it with the items above"#),
    SyntaxExplanation("did not find expected ',' or ']'", #"expected "," or "]" in the list"#),
    SyntaxExplanation("did not find expected ',' or '}'", #"expected "," or "}" in the mapping"#),
    SyntaxExplanation(
        "could not find expected ':'", #"expected ":" and a space after this key"#, pointsAtBeginning: true),
    SyntaxExplanation(
        "found unexpected end of stream", "this quote is not closed before the end of the file",
        pointsAtBeginning: true),
    SyntaxExplanation(
        "found unexpected document indicator", "this quote is not closed before the end of the document",
        pointsAtBeginning: true),
    SyntaxExplanation("found a tab character", "a tab cannot indent: use spaces"),
    SyntaxExplanation(
        "found unknown escape character",
        #"unknown escape after "\" in double quotes: write "\\" for a backslash, or use single quotes"#),
    SyntaxExplanation(
        "found invalid Unicode character escape code", "the escape names no Unicode character"),
    SyntaxExplanation(
        "found undefined tag handle", #"the tag's handle is not declared: write the tag as "!name""#),
    SyntaxExplanation(
        "did not find expected <document start>",
        #"expected the end of the document: check the indentation, begin another document with "---""#),
    SyntaxExplanation(
        "block sequence entries are not allowed in this context",
        #""- " cannot stand here: put the list on the lines below its key"#),
    SyntaxExplanation("did not find expected node content", "expected a value"),
    SyntaxExplanation(
        "did not find expected comment or line break", #"expected the end of the line after "|" or ">""#),
    SyntaxExplanation(
        "did not find expected alphabetic or numeric character",
        #"expected a name of letters, digits, "-" or "_" after "&" or "*""#),
    SyntaxExplanation(
        "control characters are not allowed", "control characters, NUL among them, are not allowed in text"),
    SyntaxExplanation("invalid leading UTF-8 octet", notUTF8),
    SyntaxExplanation("invalid trailing UTF-8 octet", notUTF8),
    SyntaxExplanation("incomplete UTF-8 octet sequence", notUTF8),
    SyntaxExplanation("invalid length of a UTF-8 sequence", notUTF8),
    SyntaxExplanation("invalid Unicode character", notUTF8),
    SyntaxExplanation("found incompatible YAML document", "only YAML 1.1 and 1.2 are read"),
    SyntaxExplanation("found unknown directive name", "the only directives are %YAML and %TAG"),
]

private let notUTF8 = "the file is not UTF-8: save it in that encoding"
