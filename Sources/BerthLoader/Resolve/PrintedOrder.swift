import YAMLTree

extension Shape {
    /// A valid value with the keys of objects in the order of the shape, `x-` keys last, others sorted.
    func ordered(_ node: Node) -> Node {
        var node = node
        order(&node)
        return node
    }

    private func order(_ node: inout Node) {
        guard let shape = choosing(node) else { return }
        node.updateChildren { step, child in
            guard let below = shape.below(step) else { return child.sort() }
            below.order(&child)
        }
        if case .object(let attributes) = shape {
            node.sortKeys(ranking: attributes.rank)
        } else {
            node.sortKeys()
        }
    }

    /// A valid value without the `x-` keys of objects, which the reference's JSON has at the top only.
    func removingExtensions(_ node: Node) -> Node {
        var node = node
        removeExtensions(from: &node)
        return node
    }

    private func removeExtensions(from node: inout Node) {
        guard let shape = choosing(node) else { return }
        node.filterChildren { step, child in
            if case .object = shape, case .key(let key) = step, key.hasPrefix("x-") { return false }
            shape.below(step)?.removeExtensions(from: &child)
            return true
        }
    }
}

extension Node {
    /// Sorts the keys of all mappings in the value.
    fileprivate mutating func sort() {
        updateChildren { _, child in child.sort() }
        sortKeys()
    }
}

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
