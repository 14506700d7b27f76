import YAMLTree

/// The services waited for, each with its condition.
func dependencies(_ node: Node) throws(Malformed) -> Node {
    guard var entries = node.dependencyEntries else { return node }
    entries.updateValues { key, value in
        guard var dependency = value.mapping else { return }
        dependency["required"] = dependency["required"] ?? value.implying(.bool(true))
        value.content = .mapping(dependency)
    }
    return node.becoming(.mapping(entries))
}

/// A list of names, such as networks, as a mapping without values.
func namedEntries(_ node: Node) throws(Malformed) -> Node {
    node.entries.map { node.becoming(.mapping($0)) } ?? node
}
