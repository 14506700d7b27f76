import YAMLTree

extension Shape {
    /// A valid value with the keys of objects in the order of the shape, `x-` keys last, others sorted.
    ///
    /// Attributes that say nothing are left out: no value, and zero where that means the same.
    func ordered(_ node: Node) -> Node {
        var node = node
        switch (self, node.content) {
        case (.either(let shapes), _):
            return shapes.first { $0.accepts(kindOf: node) }?.ordered(node) ?? node
        case (.list(let shape, _), .sequence(let items)): node.content = .sequence(items.map(shape.ordered))
        case (.mapping(let shape, _), .mapping(var mapping)):
            mapping.updateValues { (key: String, value: inout Node) in value = shape.ordered(value) }
            mapping.sortByKey()
            node.content = .mapping(mapping)
        case (.object(let attributes), .mapping(var mapping)):
            mapping.sortByKey()
            var result = Mapping()
            for attribute in attributes {
                guard var entry = mapping.entry(attribute.name) else { continue }
                entry.value = attribute.shape.ordered(entry.value)
                if attribute.keepsZero || !attribute.shape.isZero(entry.value) { result.set(entry) }
            }
            for var entry in mapping where entry.key.hasPrefix("x-") {
                entry.value = entry.value.sorted
                result.set(entry)
            }
            node.content = .mapping(result)
        default: break
        }
        return node
    }

    /// A valid value without the `x-` keys of objects, which the reference's JSON has at the top only.
    func removingExtensions(_ node: Node) -> Node {
        var node = node
        switch (self, node.content) {
        case (.either(let shapes), _):
            return shapes.first { $0.accepts(kindOf: node) }?.removingExtensions(node) ?? node
        case (.list(let shape, _), .sequence(let items)):
            node.content = .sequence(items.map(shape.removingExtensions))
        case (.mapping(let shape, _), .mapping(var mapping)):
            mapping.updateValues { (key: String, value: inout Node) in value = shape.removingExtensions(value)
            }
            node.content = .mapping(mapping)
        case (.object(let attributes), .mapping(var mapping)):
            mapping.keep { !$0.key.hasPrefix("x-") }
            for attribute in attributes {
                mapping[attribute.name] = mapping[attribute.name].map(attribute.shape.removingExtensions)
            }
            node.content = .mapping(mapping)
        default: break
        }
        return node
    }

    /// True for no value, false, 0, an empty text or list, and a mapping with free keys that has none.
    private func isZero(_ node: Node) -> Bool {
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
        case .anything, .scalar, .choice, .list, .mapping: false
        }
    }
}

extension Node {
    /// The value with the keys of all its mappings sorted.
    fileprivate var sorted: Node {
        var node = self
        switch content {
        case .scalar: break
        case .sequence(let items): node.content = .sequence(items.map(\.sorted))
        case .mapping(var mapping):
            mapping.updateValues { (key: String, value: inout Node) in value = value.sorted }
            mapping.sortByKey()
            node.content = .mapping(mapping)
        }
        return node
    }
}
