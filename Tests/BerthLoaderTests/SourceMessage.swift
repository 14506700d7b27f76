import Foundation

/// A message as the sources have it: fixed pieces, with something between them.
struct SourceMessage {
    /// The file and line.
    let place: String
    /// The fixed pieces.
    let pieces: [String]

    /// The pieces with `…` for what is between them.
    var text: String { pieces.joined(separator: "…") }

    /// True when a line has the pieces in this order.
    func isIn(_ line: String) -> Bool {
        var rest = line[...]
        for piece in pieces where !piece.isEmpty {
            guard let found = rest.range(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}

/// The calls whose first text is a message; of the explanations of libyaml's problems the second is.
private let heads = [
    "error(", "warning(", "Malformed(", "DotenvError(", "YAMLError(", "refuse(", ".excessive(",
    "SyntaxExplanation(", "let message = ", "Unreadable(",
]

/// The messages of a source file.
///
/// A call that hands on a message made elsewhere begins with no text and gives none.
func sourceMessages(in source: String, of file: String) -> [SourceMessage] {
    heads.flatMap { head in
        source.ranges(of: head).compactMap { range in
            let line = source[..<range.lowerBound].count { $0 == "\n" } + 1
            var cursor = SourceCursor(rest: source[range.upperBound...])
            var pieces = cursor.text()
            if head == "SyntaxExplanation(" {
                cursor.skip(/,/)
                pieces = cursor.text()
            }
            guard let pieces, pieces.contains(where: { $0.contains(where: \.isLetter) }) else { return nil }
            return SourceMessage(place: "\(file):\(line)", pieces: pieces)
        }
    }
}

/// A place in a source file.
private struct SourceCursor {
    var rest: Substring

    /// The pieces of the literal here, after a label, and of those that `+` adds to it; nil without one.
    mutating func text() -> [String]? {
        skip(/\s*(\w+:\s*)?/)
        guard var pieces = literal() else { return nil }
        while skip(/\s*\+\s*/), let more = literal() {
            pieces[pieces.count - 1] += more[0]
            pieces += more.dropFirst()
        }
        return pieces
    }

    /// Goes on after what fits a pattern; false when nothing does.
    @discardableResult
    mutating func skip(_ pattern: some RegexComponent) -> Bool {
        guard let match = rest.prefixMatch(of: pattern) else { return false }
        rest = rest[match.range.upperBound...]
        return true
    }

    /// The pieces between the interpolations of the literal here.
    private mutating func literal() -> [String]? {
        if skip(/#"/) {
            let text = rest.prefix(upTo: rest.firstRange(of: "\"#")?.lowerBound ?? rest.endIndex)
            rest = rest[text.endIndex...].dropFirst(2)
            return [String(text)]
        }
        guard skip(/"/) else { return nil }
        var pieces = [""]
        while let character = rest.popFirst(), character != "\"" {
            if character != "\\" {
                pieces[pieces.count - 1].append(character)
            } else if let escaped = rest.popFirst(), escaped != "(" {
                pieces[pieces.count - 1].append(escaped)
            } else {
                skipInterpolation()
                pieces.append("")
            }
        }
        return pieces
    }

    private mutating func skipInterpolation() {
        var depth = 1
        while depth > 0, let first = rest.first {
            if literal() != nil { continue }
            rest.removeFirst()
            if first == "(" { depth += 1 } else if first == ")" { depth -= 1 }
        }
    }
}
