import YAMLTree

/// Brings a complete tree into the form in which `config` prints it.
struct Presentation: Sendable {
    /// The names of the services that are printed.
    let services: Set<String>
    /// True for a tree whose variables are not replaced, which gets nothing that only a normalized project has.
    let isRaw: Bool
    /// True to leave in what no service uses.
    let keepsUnused: Bool

    /// The tree in the order of the shape, without what no service uses and without what says nothing.
    ///
    /// A `$` is doubled, so that the tree can be loaded again, unless it stands for a variable.
    func apply(to tree: Node) -> Node {
        guard case .mapping(var top) = tree.content else { return tree }
        var services = top["services"]?.mapping ?? Mapping()
        services.keep { self.services.contains($0.key) }
        let uses = services.entries.flatMap { resourceUses(of: $0.value) }
        for section in ResourceSection.allCases {
            let used = Set(uses.filter { $0.section == section }.map(\.entry.key))
            guard let written = top[section.rawValue], var kept = written.mapping else { continue }
            if !keepsUnused { kept.keep { used.contains($0.key) } }
            top[section.rawValue] = written.becoming(.mapping(kept))
        }
        services.updateValues { name, service in service = completed(service) }
        top["services"] = top["services"]?.becoming(.mapping(services)) ?? .mapping(services)
        top["version"] = nil
        let printed = projectShape.ordered(tree.becoming(.mapping(top)))
        return isRaw ? printed : printed.escapingDollars
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
