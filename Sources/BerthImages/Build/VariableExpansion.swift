/// Replaces the variables in a text of a recipe: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:+other}`.
///
/// Quotes are dropped, and a backslash takes the meaning from the character after it.
func expandVariables(_ text: String, _ values: [String: String]) -> String {
    var expansion = VariableExpansion(rest: text[...], values: values)
    return expansion.expanded()
}

private struct VariableExpansion {
    var rest: Substring
    let values: [String: String]

    mutating func expanded() -> String {
        var result = ""
        while let character = rest.popFirst() {
            switch character {
            case "\\": result += rest.popFirst().map(String.init) ?? "\\"
            case "\"", "'": continue
            case "$": result += variable()
            default: result.append(character)
            }
        }
        return result
    }

    private mutating func variable() -> String {
        guard rest.first == "{" else {
            let name = takeName()
            return name.isEmpty ? "$" : values[name] ?? ""
        }
        rest = rest.dropFirst()
        let name = takeName()
        let modifier = rest.prefix(2)
        guard modifier == ":-" || modifier == ":+" else {
            rest = rest.drop { $0 != "}" }.dropFirst()
            return values[name] ?? ""
        }
        rest = rest.dropFirst(2)
        let other = expandVariables(takeWord(), values)
        let value = values[name] ?? ""
        return modifier == ":-" ? (value.isEmpty ? other : value) : (value.isEmpty ? "" : other)
    }

    private mutating func takeName() -> String {
        let name = rest.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
        rest = rest.dropFirst(name.count)
        return String(name)
    }

    /// What stands before the brace that closes, with the braces in it.
    private mutating func takeWord() -> String {
        var depth = 0
        var word = ""
        while let character = rest.popFirst() {
            if character == "{" { depth += 1 }
            if character == "}" {
                if depth == 0 { break }
                depth -= 1
            }
            word.append(character)
        }
        return word
    }
}
