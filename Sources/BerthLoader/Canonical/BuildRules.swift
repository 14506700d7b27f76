import YAMLTree

/// The canonical forms of how an image is built, and of models and providers.
let buildForms: [CanonicalRule] = [
    (service("build"), .value(buildDefinition)),
    (service("build", "additional_contexts"), .value(namedContexts)),
    (service("build", "args"), .value(assignments)),
    (service("build", "labels"), .value(labels)),
    (service("build", "no_cache"), .value(truth)),
    (service("build", "no_cache_filter"), .value(textList)),
    (service("build", "privileged"), .value(truth)),
    (service("build", "provenance"), .value(text)),
    (service("build", "pull"), .value(truth)),
    (service("build", "sbom"), .value(text)),
    (service("build", "ssh"), .value(sshKeys)),
    (service("models"), .value(namedEntries)),
    (service("provider", "options", "*"), .value(providerOption)),
]

/// What a build is when only its context is written.
func buildDefinition(_ node: Node) throws(Malformed) -> Node {
    guard node.string != nil else { return node }
    return node.becoming(.mapping(["context": node]))
}

/// The contexts of a build besides its own, by name.
func namedContexts(_ node: Node) throws(Malformed) -> Node {
    for item in node.sequence ?? [] {
        guard let text = item.string, !text.contains("=") else { continue }
        throw Malformed(clause: "\"\(text)\" has no path", remedy: "write \(text)=PATH", at: item)
    }
    return try assignments(node)
}

/// The keys that a build may use for SSH by their names; `default` without a path is the agent.
func sshKeys(_ node: Node) throws(Malformed) -> Node {
    let keys = try assignments(node)
    for entry in keys.mapping ?? Mapping() where entry.value.isNull && entry.key != "default" {
        throw Malformed(
            clause: "the key \"\(entry.key)\" has no path", remedy: "write \(entry.key)=PATH, or default",
            at: entry.value)
    }
    return keys
}

/// The values of one option of a provider, as texts.
func providerOption(_ node: Node) throws(Malformed) -> Node {
    var items: [Node] = []
    for item in node.listForm { items.append(try text(item)) }
    return node.becoming(.sequence(items))
}
