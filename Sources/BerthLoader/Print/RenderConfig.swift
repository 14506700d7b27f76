public import YAMLTree

/// The formats of `config`.
public enum ConfigFormat: String, Sendable, CaseIterable {
    case yaml, json
}

/// What `config` prints for a loaded project, with a line feed at its end.
///
/// JSON is as the reference has it: without the `x-` keys below the top. YAML is what loads to the same project.
public func renderConfig(_ canonical: Node, format: ConfigFormat) -> String {
    switch format {
    case .yaml: return emitYAML(yamlForm(of: canonical))
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

/// What `config --no-interpolate` prints for a project that holds its variables, with a line feed at its end.
public func renderTemplate(_ canonical: Node, format: ConfigFormat) -> String {
    switch format {
    case .yaml: emitYAML(canonical)
    case .json: emitJSON(canonical) + "\n"
    }
}

/// The sizes that may be below zero, which only a number says when it is read.
private let signedSizes = ["mem_limit", "mem_reservation", "memswap_limit", "shm_size"]

/// The tree without commands that are null, which in an override would take the place of one, and with numbers
/// where a text would not be read again.
func yamlForm(of tree: Node) -> Node {
    var tree = tree
    tree[editing: "services"]?.updateChildren { _, service in
        for key in ["command", "entrypoint"] where service[key]?.isNull == true {
            service[editing: key] = nil
        }
        for key in signedSizes {
            guard let size = service[key], let number = size.string.flatMap({ Int64($0) }), number < 0 else {
                continue
            }
            service[editing: key] = size.becoming(.int(number))
        }
    }
    return tree
}
