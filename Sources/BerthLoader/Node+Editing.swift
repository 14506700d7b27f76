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
}
