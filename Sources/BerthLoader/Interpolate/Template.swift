/// What is wrong with a text that has variables in it.
enum TemplateError: Error, Sendable, Hashable {
    /// `${` that begins no valid reference; the text up to its brace, or to the end.
    case invalidReference(String)
    /// A variable that must be set is not; the message written after `?`.
    case missingVariable(String, message: String)
    /// The text asks for too much time or memory; a clause that says of what.
    case excessive(String)
}

/// Replaces `$NAME`, `${NAME}` and the operators `-`, `:-`, `?`, `:?`, `+`, `:+` in a text.
///
/// An operand is evaluated only when it is needed. `$$` gives `$`; a `$` stays when neither a name nor `{`
/// follows it.
struct Template {
    /// The value of a variable, nil when it is not set.
    let lookup: (String) -> String?
    /// Called for each variable without a value and without a default.
    var unset: (String) -> Void = { _ in }
    /// Called for each variable whose operand is taken for its value.
    var usesOperand: (String) -> Void = { _ in }

    /// The bytes that a text may get by its variables.
    static let longest = 16 << 20

    /// The text with every variable replaced.
    func substitute(_ text: String) throws(TemplateError) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var result: [UInt8] = []
        var cursor = TemplateCursor(text)
        while let part = try cursor.next() {
            switch part {
            case .text(let bytes): result += bytes
            case .reference(let reference): result += try value(of: reference).utf8
            }
            guard result.count <= Self.longest else {
                throw .excessive("the variables make a text of more than \(Self.longest) bytes")
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func value(of reference: VariableReference) throws(TemplateError) -> String {
        let name = reference.name
        guard let operation = reference.operation else { return value(of: name) }
        let value = lookup(name)
        let counts = operation.treatsEmptyAsUnset ? value.map { !$0.isEmpty } ?? false : value != nil
        switch operation.kind {
        case .fallback:
            if counts { return value ?? "" }
            usesOperand(name)
            return try substitute(operation.operand)
        case .alternative: return counts ? try substitute(operation.operand) : ""
        case .required:
            if counts { return value ?? "" }
            throw .missingVariable(name, message: try substitute(operation.operand))
        }
    }

    private func value(of name: String) -> String {
        if let value = lookup(name) { return value }
        unset(name)
        return ""
    }
}
