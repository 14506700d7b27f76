import YAMLTree

extension Node {
    /// True when a text below has a variable.
    var hasVariable: Bool { containsText(where: \.hasVariable) }

    /// True for a text whose long form depends on the value of a variable: one that begins with it, which may
    /// be a path or a name, or one that was split within a reference.
    func isTakenApart(by items: [Node]) -> Bool {
        guard let text = string, text.hasVariable else { return false }
        return text.hasPrefix("$") || items.contains(where: \.hasBrokenReference)
    }

    private var hasBrokenReference: Bool { containsText(where: \.hasBrokenReference) }

    private func containsText(where matches: (String) -> Bool) -> Bool {
        string.map(matches) ?? children.contains { $0.node.containsText(where: matches) }
    }
}
