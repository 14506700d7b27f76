/// A piece of a text that has variables in it.
enum TemplatePart: Sendable, Hashable {
    /// Bytes that stay, with `$$` already made `$`.
    case text(ArraySlice<UInt8>)
    /// A reference to a variable.
    case reference(VariableReference)
}

/// `$NAME` or `${NAME}`, the latter perhaps with an operator.
struct VariableReference: Sendable, Hashable {
    /// The name.
    let name: String
    /// The operator with its operand, nil for the bare name.
    var operation: Operation?

    /// An operator of a braced reference with its operand.
    struct Operation: Sendable, Hashable {
        /// What the operator does.
        enum Kind: Sendable, Hashable {
            /// The operand stands for a variable without a value.
            case fallback
            /// A variable without a value is an error, of which the operand is the message.
            case required
            /// The operand stands for a variable that has a value.
            case alternative
        }

        /// What the operator does.
        let kind: Kind
        /// True when an empty value counts as none.
        let treatsEmptyAsUnset: Bool
        /// The text after the operator, which may have variables of its own.
        let operand: String
    }
}

/// A place in a text that has variables in it.
struct TemplateCursor {
    private var rest: ArraySlice<UInt8>

    /// Begins at the start of a text.
    init(_ text: String) { rest = Array(text.utf8)[...] }

    /// The next part, nil at the end; after an error the cursor is of no use.
    mutating func next() throws(TemplateError) -> TemplatePart? {
        guard let first = rest.first else { return nil }
        guard first == UInt8(ascii: "$") else {
            let text = rest.prefix { $0 != UInt8(ascii: "$") }
            rest = rest[text.endIndex...]
            return .text(text)
        }
        let dollar = rest.prefix(1)
        rest = rest.dropFirst()
        switch rest.first {
        case UInt8(ascii: "$"):
            rest = rest.dropFirst()
            return .text(dollar)
        case UInt8(ascii: "{"):
            return .reference(try braced())
        default:
            let name = rest.prefixOfName
            guard !name.isEmpty else { return .text(dollar) }
            rest = rest[name.endIndex...]
            return .reference(VariableReference(name: name.text))
        }
    }

    private mutating func braced() throws(TemplateError) -> VariableReference {
        let end = try rest.closingBrace()
        let invalid = TemplateError.invalidReference("$" + rest[...end].text)
        let inner = rest[(rest.startIndex + 1)..<end]
        rest = rest[(end + 1)...]
        let name = inner.prefixOfName
        let tail = inner[name.endIndex...]
        guard !name.isEmpty, !inner.contains(UInt8(ascii: "\n")) else { throw invalid }
        guard !tail.isEmpty else { return VariableReference(name: name.text) }
        guard let operation = VariableReference.Operation(tail) else { throw invalid }
        return VariableReference(name: name.text, operation: operation)
    }
}

extension VariableReference.Operation {
    /// Reads what follows the name; nil when it begins with no operator.
    fileprivate init?(_ text: ArraySlice<UInt8>) {
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

extension String {
    /// True when the text has a variable in it, or what looks like one and is wrong.
    var hasVariable: Bool {
        let references = variableReferences
        return !references.found.isEmpty || references.isBroken
    }

    /// True when the text has something that looks like a variable and is none.
    var hasBrokenReference: Bool { variableReferences.isBroken }

    /// The references of the text up to the first that is wrong.
    var variableReferences: (found: [VariableReference], isBroken: Bool) {
        guard utf8.contains(UInt8(ascii: "$")) else { return ([], false) }
        var cursor = TemplateCursor(self)
        var found: [VariableReference] = []
        do throws(TemplateError) {
            while let part = try cursor.next() {
                if case .reference(let reference) = part { found.append(reference) }
            }
            return (found, false)
        } catch {
            return (found, true)
        }
    }
}

extension ArraySlice<UInt8> {
    /// The bytes as a text.
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }

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
    fileprivate func closingBrace() throws(TemplateError) -> Index {
        var open = 0
        for position in indices {
            switch self[position] {
            case UInt8(ascii: "{"): open += 1
            case UInt8(ascii: "}"): open -= 1
            default: continue
            }
            if open == 0 { return position }
            guard open <= deepest else { throw .excessive("braces stand in each other \(open) deep") }
        }
        throw .invalidReference("$" + text)
    }
}

/// How many braces may be in each other, for each variable in another is read by recursion.
private let deepest = 100
