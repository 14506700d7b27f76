import Testing

@testable import YAMLTree

/// The only document of a text.
func load(_ text: String, limits: YAMLLimits = YAMLLimits()) throws -> Node {
    let documents = try loadYAML(text, file: "compose.yaml", limits: limits)
    try #require(documents.count == 1)
    return documents[0]
}

/// The errors of a text, one a line, with their notes indented below.
func errors(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) -> String {
    do throws(YAMLErrors) {
        _ = try loadYAML(bytes, file: "f", limits: limits)
        return "none"
    } catch {
        return error.errors.map { error in
            (["\(error)"] + error.notes.map { "  \($0.range): \($0.message)" }).joined(separator: "\n")
        }.joined(separator: "\n")
    }
}

/// The errors of a text.
func errors(_ text: String, limits: YAMLLimits = YAMLLimits()) -> String {
    errors(Array(text.utf8), limits: limits)
}

/// `line:column-line:column` of a range.
func span(_ range: SourceRange) -> String {
    "\(range.start.line):\(range.start.column)-\(range.end.line):\(range.end.column)"
}
