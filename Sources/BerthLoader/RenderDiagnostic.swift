public import BerthModel

/// A finding as a person reads it: the place, what was found, what to do, the line and a caret.
///
/// The head is `file:line:column: error: message; remedy`. Other places that belong to it follow in the same
/// form. There is no line feed at the end.
public func renderDiagnostic(_ finding: Diagnostic, sources: [String: String]) -> String {
    let remedy = finding.remedy.isEmpty ? "" : "; \(finding.remedy)"
    let head = "\(finding.severity.rawValue): \(finding.message)\(remedy)"
    let places = finding.related.map { place($0.location, "note: \($0.message)", sources) }
    return ([place(finding.location, head, sources)] + places).joined(separator: "\n")
}

private func place(_ location: Location?, _ text: String, _ sources: [String: String]) -> String {
    guard let location else { return text }
    let head = "\(location): \(text)"
    guard let source = sources[location.file], let line = source.line(location.line) else { return head }
    let column = max(0, location.column - 1)
    let begin = column > widestLine ? column - widestLine / 2 : 0
    let shown = line.dropFirst(begin).prefix(widestLine).prefix { $0 != "\n" && $0 != "\r" }
    let indent = shown.prefix(column - begin).map { $0 == "\t" ? "\t" : " " }.joined()
    return "\(head)\n  \(String(shown))\n  \(indent)^"
}

/// The characters that are shown of a line; of a longer one, those around the place.
private let widestLine = 400

extension String {
    /// The text from the start of a line by its number from one; nil when there is none.
    fileprivate func line(_ number: Int) -> Substring.UnicodeScalarView? {
        var rest = utf8[...]
        for _ in 1..<max(1, number) {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            rest = rest[rest.index(after: end)...]
        }
        return unicodeScalars[rest.startIndex...]
    }
}
