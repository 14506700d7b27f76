public import YAMLTree

/// The formats of `config`.
public enum ConfigFormat: String, Sendable, CaseIterable {
    case yaml, json
}

/// What `config` prints for a loaded project, with a line feed at its end.
///
/// JSON is as the reference has it: without the `x-` keys below the top.
public func renderConfig(_ canonical: Node, format: ConfigFormat) -> String {
    switch format {
    case .yaml: return emitYAML(canonical)
    case .json:
        var tree = projectShape.removingExtensions(canonical)
        for entry in canonical.mapping ?? Mapping() where entry.key.hasPrefix("x-") {
            if case .mapping(var top) = tree.content {
                top.set(entry)
                tree.content = .mapping(top)
            }
        }
        return emitJSON(jsonForm(of: tree)) + "\n"
    }
}

/// What `config --explain` prints, with a line feed at its end.
public func renderExplanation(_ explanation: Explanation, format: ConfigFormat) -> String {
    switch format {
    case .yaml: explanation.text
    case .json: emitJSON(explanation.tree) + "\n"
    }
}

/// The tree with the values that only the reference's JSON has, and without those that it leaves out.
private func jsonForm(of tree: Node) -> Node {
    var tree = tree
    tree["services"]?.updateEach { service in
        service["volumes"]?.updateEach { mount in
            if mount["bind"]?["create_host_path"]?.value == .bool(false) {
                mount["bind"]?["create_host_path"] = nil
            }
        }
        if service["deploy"] != nil {
            service["deploy"]?["resources"] = .mapping(Mapping())
            service["deploy"]?["placement"] = .mapping(Mapping())
        }
    }
    return tree
}

extension Node {
    /// The value of a key; nil when this is no mapping, and then a new value is dropped.
    fileprivate subscript(key: String) -> Node? {
        get { mapping?[key] }
        set {
            guard case .mapping(var mapping) = content else { return }
            mapping[key] = newValue
            content = .mapping(mapping)
        }
    }

    /// Changes each value of a mapping or item of a sequence.
    fileprivate mutating func updateEach(_ change: (inout Node) -> Void) {
        switch content {
        case .scalar: break
        case .sequence(var items):
            for position in items.indices { change(&items[position]) }
            content = .sequence(items)
        case .mapping(var mapping):
            mapping.updateValues { (key: String, value: inout Node) in change(&value) }
            content = .mapping(mapping)
        }
    }
}
