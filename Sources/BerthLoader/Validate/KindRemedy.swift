import YAMLTree

extension Shape {
    /// What to do about a value of a wrong kind; empty when what is wanted says it all.
    func remedy(forKindOf node: Node) -> String {
        if node.isNull { return "remove the key or give it a value" }
        if node.isSequence, accepts(kindOf: .mapping([:])) { return "write KEY: value lines, without \"-\"" }
        if node.isMapping, accepts(kindOf: .sequence([])) { return "write its items with \"- \"" }
        guard let text = node.plainText else { return "" }
        let isQuotable = node.string == nil
        if isQuotable, takesAnyText { return "put it in quotes" }
        if takesTexts, !isQuotable || !accepts(kindOf: .mapping([:])) {
            return "write it as a list: [\"\(text.prefix(40))\"]"
        }
        return accepts(kindOf: unquoted(text)) ? "remove the quotes" : ""
    }

    /// True when any text will do.
    private var takesAnyText: Bool {
        guard case .scalar(let kinds) = choosing(.string("")) else { return false }
        return kinds != [.bool, .string]
    }

    /// True when a list of texts will do.
    private var takesTexts: Bool {
        guard case .list(let item, _) = choosing(.sequence([])) else { return false }
        return item.accepts(kindOf: .string(""))
    }
}

/// What a text would be without its quotes.
private func unquoted(_ text: String) -> Node {
    Int64(text).map { .int($0) } ?? Bool(text).map { .bool($0) } ?? .string(text)
}
