import YAMLTree

extension Node {
    /// The value of a key; nil when this is no mapping, and then a new value is dropped.
    subscript(editing key: String) -> Node? {
        get { mapping?[key] }
        set {
            guard case .mapping(var mapping) = content else { return }
            mapping[key] = newValue
            content = .mapping(mapping)
        }
    }

    /// Changes each value of a mapping or item of a sequence.
    mutating func updateEach(_ change: (inout Node) -> Void) {
        switch content {
        case .scalar: break
        case .sequence(var items):
            for position in items.indices { change(&items[position]) }
            content = .sequence(items)
        case .mapping(var mapping):
            mapping.updateValues { key, value in change(&value) }
            content = .mapping(mapping)
        }
    }
}
