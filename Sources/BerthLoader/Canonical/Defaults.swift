import YAMLTree

/// A canonical tree with the values that a project's directory gives to what is not written.
///
/// They come after merging, for a service that is extended takes them from the project that extends it.
func withDefaults(_ tree: Node) -> Node {
    var tree = tree
    tree[editing: "services"]?.updateChildren { _, service in
        guard let build = service["build"], build["context"] == nil else { return }
        service[editing: "build"]?[editing: "context"] = build.implying(.string("."))
    }
    return tree
}
