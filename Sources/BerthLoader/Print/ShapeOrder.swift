import YAMLTree

extension Shape {
    /// A valid value with the keys of objects in the order of the shape, `x-` keys last, others sorted.
    ///
    /// Attributes that say nothing are left out: no value, and zero where that means the same.
    func ordered(_ node: Node) -> Node {
        var node = node
        order(&node)
        return node
    }

    private func order(_ node: inout Node) {
        guard let shape = choosing(node) else { return }
        guard case .object(let attributes) = shape else {
            node.updateChildren { step, child in shape.below(step)?.order(&child) }
            if case .mapping = shape { node.sortKeys() }
            return
        }
        node.filterChildren { step, child in
            guard case .key(let key) = step, let attribute = attributes[key] else {
                child.sort()
                return step.isExtension
            }
            attribute.shape.order(&child)
            return attribute.prints(child)
        }
        node.sortKeys(ranking: attributes.rank)
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
            if case .object = shape, step.isExtension { return false }
            shape.below(step)?.removeExtensions(from: &child)
            return true
        }
    }

    /// True for no value, false, 0, an empty text or list, and a mapping with free keys that has none.
    fileprivate func isZero(_ node: Node) -> Bool {
        switch node.content {
        case .scalar(let scalar): [.null, .bool(false), .int(0), .string("")].contains(scalar.value)
        case .sequence(let items): items.isEmpty
        case .mapping(let mapping): mapping.isEmpty && !acceptsObjects
        }
    }

    private var acceptsObjects: Bool {
        switch self {
        case .object: true
        case .either(let shapes): shapes.contains(where: \.acceptsObjects)
        case .anything, .scalar, .choice, .form, .list, .mapping: false
        }
    }
}

extension Attribute {
    /// True unless the value says no more than none.
    fileprivate func prints(_ value: Node) -> Bool {
        if dropsEmptyObject, value.mapping?.isEmpty == true { return false }
        return keepsZero || !shape.isZero(value)
    }
}

extension PathComponent {
    /// True for a key that the format leaves to others.
    fileprivate var isExtension: Bool {
        if case .key(let key) = self { key.hasPrefix("x-") } else { false }
    }
}

extension Node {
    /// Sorts the keys of all mappings in the value.
    fileprivate mutating func sort() {
        updateChildren { _, child in child.sort() }
        sortKeys()
    }
}
