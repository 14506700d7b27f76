import YAMLTree

/// A canonical tree with the values that a project's directory gives to what is not written.
///
/// They come after merging, for a service that is extended takes them from the project that extends it.
func withDefaults(_ tree: Node) -> Node {
    guard case .mapping(var top) = tree.content, var services = top["services"]?.mapping else { return tree }
    services.updateValues { name, service in
        guard case .mapping(var attributes) = service.content,
            case .mapping(var build) = attributes["build"]?.content
        else { return }
        build["context"] = build["context"] ?? attributes["build"]?.implying(.string("."))
        attributes["build"]?.content = .mapping(build)
        service.content = .mapping(attributes)
    }
    top["services"]?.content = .mapping(services)
    var tree = tree
    tree.content = .mapping(top)
    return tree
}
