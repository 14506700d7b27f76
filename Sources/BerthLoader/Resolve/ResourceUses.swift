import YAMLTree

/// The sections at the top whose entries services use.
enum ResourceSection: String, CaseIterable {
    case networks, volumes, secrets, configs, models

    /// What one of its entries is called in messages.
    var noun: String { String(rawValue.dropLast()) }
}

/// A name in a service that stands for an entry of a section.
struct ResourceUse {
    let section: ResourceSection
    /// The name, with the value that it has or is in the service.
    let entry: Mapping.Entry
}

/// Everything that a service in canonical form uses of the sections at the top.
func resourceUses(of service: Node) -> [ResourceUse] {
    let mounts = service.items("volumes").filter { $0["type"]?.string == "volume" }
    return keys(of: service["networks"], in: .networks) + sources(of: mounts, in: .volumes)
        + sources(of: service["secrets"]?.sequence, in: .secrets)
        + sources(of: service["build"]?["secrets"]?.sequence, in: .secrets)
        + sources(of: service["configs"]?.sequence, in: .configs) + keys(of: service["models"], in: .models)
}

private func keys(of node: Node?, in section: ResourceSection) -> [ResourceUse] {
    (node?.mapping?.entries ?? []).map { ResourceUse(section: section, entry: $0) }
}

private func sources(of items: [Node]?, in section: ResourceSection) -> [ResourceUse] {
    (items ?? []).compactMap { item in
        guard let source = item["source"], let key = source.string, !key.isEmpty else { return nil }
        let entry = Mapping.Entry(key: key, keyRange: source.range, value: source)
        return ResourceUse(section: section, entry: entry)
    }
}
