/// Reads `NAME=value` lines without quotes, escapes or variables (`format: raw`).
func parseRawEnvironment(
    _ text: String, lookup: (String) -> String?, defined: (_ name: String, _ line: Int) -> Void = { _, _ in }
) throws(DotenvError) -> [String: String] {
    var variables: [String: String] = [:]
    var number = 0
    let body = text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
    for line in body.replacingLineEnds.split(separator: "\n", omittingEmptySubsequences: false) {
        number += 1
        let line = line.drop { $0.isWhitespace }
        guard let first = line.first, first != "#" else { continue }
        let name = String(line.prefix { $0 != "=" })
        if name.isEmpty { throw DotenvError(message: "a variable without a name", line: number) }
        if name.contains(where: \.isWhitespace) {
            throw DotenvError(message: "the variable name \"\(name)\" has a blank in it", line: number)
        }
        defined(name, number)
        if name.count < line.count {
            variables[name] = String(line.dropFirst(name.count + 1))
        } else if let value = lookup(name) {
            variables[name] = value
        }
    }
    return variables
}
