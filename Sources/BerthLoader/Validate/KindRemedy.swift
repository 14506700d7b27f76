import YAMLTree

extension Shape {
    /// What to do about a value of a wrong kind; empty when what is wanted says it all.
    func remedy(forKindOf node: Node, at path: TreePath) -> String {
        if node.isNull { return "remove the key or give it a value" }
        if case .item = path.last, let entries = node.mapping?.entries, entries.count == 1 {
            return remedy(forItem: entries[0])
        }
        if node.isSequence, accepts(kindOf: .mapping([:])) { return "write KEY: value lines, without \"-\"" }
        if node.isMapping, accepts(kindOf: .sequence([])) { return "write its items with \"- \"" }
        guard let text = node.plainText else { return "" }
        if case .form(.duration) = self {
            return Double(text) == nil ? "write it like 90s or 1m30s" : "write \"\(text)s\""
        }
        let isQuotable = node.string == nil
        if isQuotable, takesAnyText { return "put it in quotes" }
        if takesTexts, !isQuotable || !accepts(kindOf: .mapping([:])) {
            return "write it as a list: [\"\(text.prefix(40))\"]"
        }
        return accepts(kindOf: unquoted(text)) ? "remove the quotes" : ""
    }

    /// True when any text will do.
    private var takesAnyText: Bool {
        switch choosing(.string("")) {
        case .scalar(let kinds): kinds != [.bool, .string]
        case .form(.assignment), .form(.name): true
        default: false
        }
    }

    /// What to do about an item of a list that a colon has made a mapping.
    private func remedy(forItem entry: Mapping.Entry) -> String {
        guard let form = choosing(.string("")) else { return "" }
        if entry.value.isNull { return "remove the colon" }
        if case .form(.name) = form { return "write it without \"-\"" }
        guard let value = entry.value.plainText else { return "" }
        if case .form(.assignment) = form { return "write \(entry.key)=\(value)" }
        return "put it in quotes: \"\(entry.key): \(value)\""
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
