/// What is wrong with a text that has variables in it.
enum TemplateError: Error, Sendable, Hashable {
    /// `${` that begins no valid reference; the text up to its brace, or to the end.
    case invalidReference(String)
    /// A variable that must be set is not; the message written after `?`.
    case missingVariable(String, message: String)
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

    /// The text with every variable replaced.
    func substitute(_ text: String) throws(TemplateError) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "$") else {
                result.append(byte)
                continue
            }
            result += try reference(&rest)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// What stands for a `$` and the reference that follows it, which is taken off the rest.
    private func reference(_ rest: inout ArraySlice<UInt8>) throws(TemplateError) -> [UInt8] {
        switch rest.first {
        case UInt8(ascii: "$"):
            rest.removeFirst()
            return [UInt8(ascii: "$")]
        case UInt8(ascii: "{"):
            return try braced(&rest)
        default:
            let name = rest.prefixOfName
            guard !name.isEmpty else { return [UInt8(ascii: "$")] }
            rest = rest[name.endIndex...]
            return Array(value(of: name.text).utf8)
        }
    }

    private func braced(_ rest: inout ArraySlice<UInt8>) throws(TemplateError) -> [UInt8] {
        guard let end = rest.closingBrace else { throw .invalidReference("$" + rest.text) }
        let invalid = TemplateError.invalidReference("$" + rest[...end].text)
        let inner = rest[(rest.startIndex + 1)..<end]
        rest = rest[(end + 1)...]
        let name = inner.prefixOfName
        let tail = inner[name.endIndex...]
        guard !name.isEmpty, !inner.contains(UInt8(ascii: "\n")) else { throw invalid }
        guard !tail.isEmpty else { return Array(value(of: name.text).utf8) }
        guard let operation = Operation(tail) else { throw invalid }
        return Array(try apply(operation, to: name.text).utf8)
    }

    private func apply(_ operation: Operation, to name: String) throws(TemplateError) -> String {
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

/// An operator of a braced reference with its operand.
private struct Operation {
    enum Kind {
        case fallback, required, alternative
    }

    let kind: Kind
    let treatsEmptyAsUnset: Bool
    let operand: String

    init?(_ text: ArraySlice<UInt8>) {
        var rest = text
        treatsEmptyAsUnset = rest.first == UInt8(ascii: ":")
        if treatsEmptyAsUnset { rest.removeFirst() }
        switch rest.popFirst() {
        case UInt8(ascii: "-"): kind = .fallback
        case UInt8(ascii: "?"): kind = .required
        case UInt8(ascii: "+"): kind = .alternative
        default: return nil
        }
        operand = rest.text
    }
}

extension ArraySlice<UInt8> {
    /// The bytes as a text.
    var text: String { String(decoding: self, as: UTF8.self) }

    /// The name of a variable at the start: ASCII letters, digits and `_`, not beginning with a digit.
    fileprivate var prefixOfName: ArraySlice<UInt8> {
        guard let first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return prefix(0) }
        return prefix { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
    }

    /// The brace that closes the one at the start.
    fileprivate var closingBrace: Index? {
        var open = 0
        for position in indices {
            switch self[position] {
            case UInt8(ascii: "{"): open += 1
            case UInt8(ascii: "}"):
                open -= 1
                if open == 0 { return position }
            default: break
            }
        }
        return nil
    }
}
