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
        top["networks"] = used(top["networks"], by: services) {
            $0["networks"]?.mapping?.entries.map(\.key) ?? []
        }
        top["volumes"] = used(top["volumes"], by: services) { service in
            service["volumes"]?.sequence?.compactMap {
                $0["type"]?.string == "volume" ? $0["source"]?.string : nil
            } ?? []
        }
        services.updateValues { (name: String, service: inout Node) in service = completed(service) }
        top["services"] = top["services"]?.becoming(.mapping(services)) ?? .mapping(services)
        top["version"] = nil
        return projectShape.ordered(tree.becoming(.mapping(top)))
    }

    private func used(_ resources: Node?, by services: Mapping, names: (Node) -> [String]) -> Node? {
        let used = Set(services.entries.flatMap { names($0.value) })
        var kept = resources?.mapping ?? Mapping()
        kept.keep { used.contains($0.key) }
        guard !kept.isEmpty else { return nil }
        kept.updateValues { (key: String, resource: inout Node) in
            guard case .mapping(var attributes) = resource.content else { return }
            attributes.keep { !$0.value.isVoid || $0.key == "ipam" }
            resource.content = .mapping(attributes)
        }
        return resources?.becoming(.mapping(kept))
    }

    private func completed(_ service: Node) -> Node {
        guard case .mapping(var attributes) = service.content else { return service }
        attributes = withoutVoidAttributes(attributes)
        if !isRaw {
            for key in ["command", "entrypoint"] where attributes[key] == nil { attributes[key] = .null() }
        }
        return service.becoming(.mapping(attributes))
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
    /// The value with the keys of all its mappings sorted.
    fileprivate var sorted: Node {
        var node = self
        switch content {
        case .scalar: break
        case .sequence(let items): node.content = .sequence(items.map(\.sorted))
        case .mapping(var mapping):
            mapping.updateValues { (key: String, value: inout Node) in value = value.sorted }
            mapping.sortByKey()
            node.content = .mapping(mapping)
        }
        return node
    }

    /// True for nothing, false, an empty text and an empty collection.
    fileprivate var isVoid: Bool {
        switch content {
        case .sequence(let items): items.isEmpty
        case .mapping(let mapping): mapping.isEmpty
        case .scalar(let scalar):
            scalar.value == .null || scalar.value == .bool(false) || scalar.value == .string("")
        }
    }

    /// The tree with every `$` doubled, so that it is a valid input again.
    var escapingDollars: Node {
        var node = self
        switch content {
        case .scalar(let scalar):
            if case .string(let text) = scalar.value, text.utf8.contains(UInt8(ascii: "$")) {
                node.content = Node.string(text.doublingDollars).content
            }
        case .sequence(let items): node.content = .sequence(items.map(\.escapingDollars))
        case .mapping(let mapping):
            node.content = .mapping(
                Mapping(
                    mapping.entries.map { entry in
                        Mapping.Entry(
                            key: entry.key.doublingDollars, keyRange: entry.keyRange,
                            value: entry.value.escapingDollars)
                    }))
        }
        return node
    }
}

extension String {
    fileprivate var doublingDollars: String { components(separatedBy: "$").joined(separator: "$$") }
}

extension Shape {
    /// A valid value with the keys of objects in the order of the shape, `x-` keys last, others sorted.
    func ordered(_ node: Node) -> Node {
        var node = node
        switch (self, node.content) {
        case (.either(let shapes), _):
            return shapes.first { $0.accepts(kindOf: node) }?.ordered(node) ?? node
        case (.list(let shape, _), .sequence(let items)): node.content = .sequence(items.map(shape.ordered))
        case (.mapping(let shape, _), .mapping(var mapping)):
            mapping.updateValues { (key: String, value: inout Node) in value = shape.ordered(value) }
            mapping.sortByKey()
            node.content = .mapping(mapping)
        case (.object(let attributes), .mapping(var mapping)):
            mapping.sortByKey()
            var result = Mapping()
            for attribute in attributes {
                guard var entry = mapping.entry(attribute.name) else { continue }
                entry.value = attribute.shape.ordered(entry.value)
                result.set(entry)
            }
            for var entry in mapping where result.entry(entry.key) == nil {
                entry.value = entry.value.sorted
                result.set(entry)
            }
            node.content = .mapping(result)
        default: break
        }
        return node
    }

    /// A valid value without the `x-` keys of objects, which the reference's JSON has at the top only.
    func removingExtensions(_ node: Node) -> Node {
        var node = node
        switch (self, node.content) {
        case (.either(let shapes), _):
            return shapes.first { $0.accepts(kindOf: node) }?.removingExtensions(node) ?? node
        case (.list(let shape, _), .sequence(let items)):
            node.content = .sequence(items.map(shape.removingExtensions))
        case (.mapping(let shape, _), .mapping(var mapping)):
            mapping.updateValues { (key: String, value: inout Node) in value = shape.removingExtensions(value)
            }
            node.content = .mapping(mapping)
        case (.object(let attributes), .mapping(var mapping)):
            mapping.keep { !$0.key.hasPrefix("x-") }
            for attribute in attributes {
                mapping[attribute.name] = mapping[attribute.name].map(attribute.shape.removingExtensions)
            }
            node.content = .mapping(mapping)
        default: break
        }
        return node
    }
}
