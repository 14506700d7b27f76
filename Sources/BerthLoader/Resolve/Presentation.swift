import YAMLTree

/// Brings a complete tree into the form in which `config` prints it.
struct Presentation {
    /// True to leave out what only a normalized project has.
    var isRaw = false

    /// The tree in the order of the shape, without unused networks and volumes and without empty attributes.
    func apply(to tree: Node, services names: Set<String>) -> Node {
        guard case .mapping(var top) = tree.content else { return tree }
        var services = top["services"]?.mapping ?? Mapping()
        services.keep { names.contains($0.key) }
        top["networks"] = used(top["networks"]?.mapping, by: services) {
            $0["networks"]?.mapping?.entries.map(\.key) ?? []
        }
        top["volumes"] = used(top["volumes"]?.mapping, by: services) { service in
            service["volumes"]?.sequence?.compactMap {
                $0["type"]?.string == "volume" ? $0["source"]?.string : nil
            } ?? []
        }
        services.updateValues { name, service in service = completed(service) }
        top["services"] = .mapping(services, at: top["services"]?.range ?? .nowhere)
        top["version"] = nil
        return projectShape.ordered(.mapping(top, at: tree.range))
    }

    private func used(_ resources: Mapping?, by services: Mapping, names: (Node) -> [String]) -> Node? {
        let used = Set(services.entries.flatMap { names($0.value) })
        var kept = resources ?? Mapping()
        kept.keep { used.contains($0.key) }
        guard !kept.isEmpty else { return nil }
        kept.updateValues { key, resource in
            guard case .mapping(var attributes) = resource.content else { return }
            attributes.keep { !$0.value.isVoid || $0.key == "ipam" }
            resource.content = .mapping(attributes)
        }
        return .mapping(kept)
    }

    private func completed(_ service: Node) -> Node {
        guard case .mapping(var attributes) = service.content else { return service }
        attributes = withoutVoidAttributes(attributes)
        if !isRaw {
            for key in ["command", "entrypoint"] where attributes[key] == nil { attributes[key] = .null() }
        }
        return .mapping(attributes, at: service.range)
    }
}

/// The attributes of a service without those that say nothing: no value, false, an empty text or collection.
func withoutVoidAttributes(_ attributes: Mapping) -> Mapping {
    let telling: Set = ["command", "entrypoint", "networks", "healthcheck", "scale", "deploy"]
    var attributes = attributes
    attributes.keep { entry in
        if entry.key.hasPrefix("x-") { return true }
        return telling.contains(entry.key) ? !entry.value.isNull : !entry.value.isVoid
    }
    return attributes
}

extension Node {
    /// True for nothing, false, an empty text and an empty collection.
    fileprivate var isVoid: Bool {
        switch content {
        case .sequence(let items): items.isEmpty
        case .mapping(let mapping): mapping.isEmpty
        case .scalar(let scalar):
            scalar.value == .null || scalar.value == .bool(false) || scalar.value == .string("")
        }
    }
}
