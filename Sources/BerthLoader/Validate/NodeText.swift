import YAMLTree

extension Node {
    /// What a value is, for messages: `the number 5`, `a list`.
    var kind: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar(let scalar):
            switch scalar.value {
            case .null: "nothing"
            case .bool(let value): "\(value)"
            case .int, .unsigned, .float: "the number \(scalar.text)"
            case .string(let text): "the text \"\(text)\""
            case .timestamp(let text): "the date \(text)"
            }
        }
    }

    /// The string that the reference makes of a scalar; nil for null and collections.
    var plainText: String? {
        switch value {
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .unsigned(let value): "\(value)"
        case .float(let value): goText(of: value)
        case .string(let text), .timestamp(let text): text
        case .null, nil: nil
        }
    }
}

/// A number as Go prints it with `%v`: as in YAML, but for those that are none.
private func goText(of value: Double) -> String {
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return value.isNaN ? "NaN" : yamlText(of: value)
}
