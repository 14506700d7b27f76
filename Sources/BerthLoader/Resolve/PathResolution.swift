import YAMLTree

/// Which part of an attribute is a path of the host.
enum PathRule: Sendable {
    /// The text itself.
    case text
    /// The source of a bind mount.
    case bindSource
}

/// The attributes that hold paths of the host.
let pathRules = PathTable<PathRule>([
    (service("env_file", "[]", "path"), .text),
    (service("label_file", "[]"), .text),
    (service("volumes", "[]"), .bindSource),
])

/// Makes the paths of a tree absolute.
struct PathResolution {
    /// The directory that relative paths start from.
    let directory: String
    /// What `~` stands for.
    let home: String?

    /// The tree with absolute paths.
    func apply(to tree: Node) -> Node { visit(tree, pathRules) }

    private func visit(_ node: Node, _ table: PathTable<PathRule>?) -> Node {
        guard let table else { return node }
        var node = node
        switch table.rule {
        case .text: node = absolute(node)
        case .bindSource where node["type"]?.string == "bind":
            if case .mapping(var mount) = node.content {
                mount["source"] = mount["source"].map(absolute)
                node.content = .mapping(mount)
            }
        case .bindSource, nil: break
        }
        switch node.content {
        case .scalar: break
        case .sequence(let items): node.content = .sequence(items.map { visit($0, table.belowItems) })
        case .mapping(var mapping):
            mapping.updateValues { (key: String, value: inout Node) in
                value = visit(value, table.below(key: key))
            }
            node.content = .mapping(mapping)
        }
        return node
    }

    private func absolute(_ node: Node) -> Node {
        guard let path = node.string, !path.isEmpty, !path.contains("\\") else { return node }
        return node.becoming(.string(Paths.resolve(path, in: directory, home: home)))
    }
}
