import YAMLTree

/// Brings a complete tree into the form in which `config` prints it.
struct Presentation {
    /// True to leave out what only a normalized project has.
    var isRaw = false
    /// True to leave networks and volumes in that no service uses.
    var keepsUnused = false

    /// The tree in the order of the shape, without unused networks and volumes and without empty attributes.
    func apply(to tree: Node, services names: Set<String>) -> Node {
        guard case .mapping(var top) = tree.content else { return tree }
        var services = top["services"]?.mapping ?? Mapping()
        services.keep { names.contains($0.key) }
        top["networks"] = used(top["networks"], by: services) {
            $0["networks"]?.mapping?.entries.map(\.key) ?? []
        }
        top["volumes"] = used(top["volumes"], by: services) { service in
            service["volumes"]?.sequence?.compactMap {
                $0["type"]?.string == "volume" ? $0["source"]?.string : nil
            } ?? []
        }
        top["models"] = used(top["models"], by: services) {
            $0["models"]?.mapping?.entries.map(\.key) ?? []
        }
        services.updateValues { name, service in service = completed(service) }
        top["services"] = top["services"]?.becoming(.mapping(services)) ?? .mapping(services)
        top["version"] = nil
        return projectShape.ordered(tree.becoming(.mapping(top)))
    }

    private func used(_ resources: Node?, by services: Mapping, names: (Node) -> [String]) -> Node? {
        let used = Set(services.entries.flatMap { names($0.value) })
        var kept = resources?.mapping ?? Mapping()
        if !keepsUnused { kept.keep { used.contains($0.key) } }
        guard !kept.isEmpty else { return nil }
        return resources?.becoming(.mapping(kept))
    }

    private func completed(_ service: Node) -> Node {
        guard case .mapping(var attributes) = service.content else { return service }
        if let keys = attributes["build"]?["ssh"] {
            attributes["build"]?[editing: "ssh"] = assignmentList(keys)
        }
        if !isRaw {
            for key in ["command", "entrypoint"] where attributes[key] == nil { attributes[key] = .null() }
        }
        return service.becoming(.mapping(attributes))
    }
}

/// A mapping as a list of `NAME=value`, and `NAME` alone where there is no value, sorted.
private func assignmentList(_ node: Node) -> Node {
    let lines = (node.mapping?.entries ?? []).map { entry in
        entry.value.string.map { "\(entry.key)=\($0)" } ?? entry.key
    }
    return node.becoming(.sequence(lines.sorted().map { node.becoming(.string($0)) }))
}
