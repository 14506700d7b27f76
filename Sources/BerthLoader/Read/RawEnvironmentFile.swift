import YAMLTree

/// Reads `NAME=value` lines without quotes, escapes or variables (`format: raw`).
func parseRawEnvironment(
    _ text: String, lookup: (String) -> String?,
    defined: (_ name: String, _ place: Mark) -> Void = { _, _ in }
) throws(DotenvErrors) -> [String: String] {
    var found = DotenvErrors()
    let body = text.unicodeScalars.dropFirst(text.unicodeScalars.first == "\u{FEFF}" ? 1 : 0)
    for (number, line) in body.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where found.errors.count <= Findings.most {
        let ended = line.last == "\r" ? line.dropLast() : line
        let statement = ended.drop(while: \.properties.isWhitespace)
        guard let first = statement.first, first != "#" else { continue }
        let start = Mark(line: number + 1, column: ended.count - statement.count + 1)
        let written = statement.prefix { $0 != "=" }
        if let error = error(inRawName: written, at: start) {
            found.errors.append(error)
            continue
        }
        let name = String(written)
        defined(name, start)
        if written.endIndex < statement.endIndex {
            found.variables[name] = String(statement[written.endIndex...].dropFirst())
        } else if let value = lookup(name) {
            found.variables[name] = value
        }
    }
    guard found.errors.isEmpty else { throw found }
    return found.variables
}

private func error(inRawName name: Substring.UnicodeScalarView, at start: Mark) -> DotenvError? {
    if name.isEmpty {
        return DotenvError(message: "a variable without a name", remedy: "write NAME=value", place: start)
    }
    return name.firstIndex(where: \.properties.isWhitespace).map { position in
        let offset = name[..<position].count
        return DotenvError(
            message: "the variable name \"\(String(name))\" has a blank in it", remedy: "remove the blank",
            place: Mark(line: start.line, column: start.column + offset))
    }
}
