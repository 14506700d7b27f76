/// Reads `NAME=value` lines without quotes, escapes or variables (`format: raw`).
func parseRawEnvironment(
    _ text: String, lookup: (String) -> String?, defined: (_ name: String, _ line: Int) -> Void = { _, _ in }
) throws(DotenvError) -> [String: String] {
    var variables: [String: String] = [:]
    var number = 0
    let body = text.unicodeScalars.dropFirst(text.unicodeScalars.first == "\u{FEFF}" ? 1 : 0)
    for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
        number += 1
        let ended = line.last == "\r" ? line.dropLast() : line
        let line = ended.drop(while: \.properties.isWhitespace)
        guard let first = line.first, first != "#" else { continue }
        let written = line.prefix { $0 != "=" }
        let name = String(written)
        if name.isEmpty {
            throw DotenvError(message: "a variable without a name", remedy: "write NAME=value", line: number)
        }
        if written.contains(where: \.properties.isWhitespace) {
            throw DotenvError(
                message: "the variable name \"\(name)\" has a blank in it", remedy: "remove the blank",
                line: number)
        }
        defined(name, number)
        if written.endIndex < line.endIndex {
            variables[name] = String(line[written.endIndex...].dropFirst())
        } else if let value = lookup(name) {
            variables[name] = value
        }
    }
    return variables
}
