import YAMLTree

extension Node {
    /// The tree with every `$` doubled, so that it is a valid input again.
    var escapingDollars: Node {
        var node = self
        node.escapeDollars()
        return node
    }

    private mutating func escapeDollars() {
        if let text = string, text.hasDollar { content = Node.string(text.doublingDollars).content }
        updateChildren { _, child in child.escapeDollars() }
        guard let entries = mapping?.entries, entries.contains(where: \.key.hasDollar) else { return }
        let escaped = entries.map { entry in
            Mapping.Entry(key: entry.key.doublingDollars, keyRange: entry.keyRange, value: entry.value)
        }
        content = .mapping(Mapping(escaped))
    }
}

extension String {
    fileprivate var hasDollar: Bool { utf8.contains(UInt8(ascii: "$")) }
    fileprivate var doublingDollars: String { components(separatedBy: "$").joined(separator: "$$") }
}
