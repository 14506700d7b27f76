import YAMLTree

/// The attributes of a service that can change while its containers stay as they are: how the image comes about,
/// when and how many containers run, and what only other programs read.
private let attributesOutsideContainers: [[PatternComponent]] = [
    ["attach"],
    ["build"],
    ["depends_on"],
    ["deploy", "endpoint_mode"],
    ["deploy", "labels"],
    ["deploy", "mode"],
    ["deploy", "placement"],
    ["deploy", "replicas"],
    ["deploy", "rollback_config"],
    ["deploy", "update_config"],
    ["develop"],
    ["ports", "[]", "app_protocol"],
    ["ports", "[]", "mode"],
    ["ports", "[]", "name"],
    ["profiles"],
    ["pull_policy"],
    ["pull_refresh_after"],
    ["scale"],
    ["volumes", "[]", "consistency"],
]

/// Where the value that holds without one is often written all the same.
private let writtenDefaults: [(pattern: [PatternComponent], isDefault: @Sendable (Node) -> Bool)] = [
    (["init"], { $0.value == .bool(false) }),
    (["restart"], { $0.string == "no" }),
    (["volumes", "[]", "bind"], { $0.mapping?.isEmpty == true }),
    (["volumes", "[]", "tmpfs"], { $0.mapping?.isEmpty == true }),
    (["volumes", "[]", "volume"], { $0.mapping?.isEmpty == true }),
]

/// What a container is made of in the entries of the sections at the top that its service uses.
private let partsOfContainers: [ResourceSection: Set<String>] = [
    .networks: ["name"],
    .volumes: ["name"],
    .secrets: ["file", "environment"],
    .configs: ["file", "environment", "content"],
    .models: ["model"],
]

/// The digest of what the containers of a service are made of: it changes when they have to be made anew.
///
/// It is of the JSON of the canonical definition, so that places, styles, the order of keys, `x-` keys and the
/// way in which a value came about do not count. The names of networks and volumes and the contents of files that
/// the containers get belong to it, but for names made of the project's. Nothing of the machine is in it but the absolute paths that a container
/// mounts, which must be: the same file in a project that was moved mounts another directory.
func containerDigest(
    of service: Node, in tree: Node, ofProject name: String, contents: ContentDigests = ContentDigests()
) -> String {
    var definition = service
    for pattern in attributesOutsideContainers { definition.remove(pattern[...]) { _ in true } }
    for line in writtenDefaults { definition.remove(line.pattern[...], where: line.isDefault) }
    guard case .mapping(var attributes) = serviceShape.removingExtensions(definition).content else {
        return ""
    }
    attributes.keep { !$0.value.isNull }
    var parts = resourceParts(of: definition, in: tree, ofProject: name, contents)
    for path in service.strings("security_opt").compactMap(profilePath) {
        parts["security_opt.\(path)"] = contents.systemCallProfiles[path].map { .string($0) }
    }
    let ordered = serviceShape.ordered(.mapping(attributes))
    return definitionHash(of: parts.isEmpty ? ordered : .sequence([ordered, .mapping(parts)]))
}

private func resourceParts(
    of service: Node, in tree: Node, ofProject name: String, _ contents: ContentDigests
) -> Mapping {
    let entries = resourceUses(of: service).compactMap { use -> Mapping.Entry? in
        guard let wanted = partsOfContainers[use.section] else { return nil }
        var parts = tree[use.section.rawValue]?[use.entry.key]?.mapping ?? Mapping()
        parts.keep { wanted.contains($0.key) && $0.value.string != "\(name)_\(use.entry.key)" }
        if let digest = contents.digest(of: use) { parts["digest"] = .string(digest) }
        guard !parts.isEmpty else { return nil }
        let key = "\(use.section.rawValue).\(use.entry.key)"
        return Mapping.Entry(key: key, keyRange: .nowhere, value: .mapping(parts))
    }
    return Mapping(entries.sorted { $0.key < $1.key })
}

extension Node {
    /// Takes the values at a pattern away for which something holds, and each mapping that is empty then.
    fileprivate mutating func remove(_ pattern: ArraySlice<PatternComponent>, where isMeant: (Node) -> Bool) {
        let rest = pattern.dropFirst()
        switch (pattern.first, content) {
        case (.key(let key), .mapping(var mapping)):
            guard var value = mapping[key], !rest.isEmpty || isMeant(value) else { return }
            value.remove(rest, where: isMeant)
            mapping[key] = rest.isEmpty || value.mapping?.isEmpty == true ? nil : value
            content = .mapping(mapping)
        case (.anyItem, .sequence(var items)):
            for position in items.indices { items[position].remove(rest, where: isMeant) }
            content = .sequence(items)
        default: return
        }
    }
}
