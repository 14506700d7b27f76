import YAMLTree

/// The attributes of a service that can change while its containers stay as they are: how the image comes about,
/// when and how many containers run, and what only other programs read.
private let attributesOutsideContainers: [TreePath] = [
    [.key("attach")],
    [.key("build")],
    [.key("depends_on")],
    [.key("deploy"), .key("endpoint_mode")],
    [.key("deploy"), .key("labels")],
    [.key("deploy"), .key("mode")],
    [.key("deploy"), .key("placement")],
    [.key("deploy"), .key("replicas")],
    [.key("deploy"), .key("rollback_config")],
    [.key("deploy"), .key("update_config")],
    [.key("develop")],
    [.key("profiles")],
    [.key("pull_policy")],
    [.key("pull_refresh_after")],
    [.key("scale")],
]

/// The digest of what the containers of a service are made of: it changes when they have to be made anew.
///
/// It is of the JSON of the canonical definition, so that places, styles, the order of keys, `x-` keys and the
/// way in which a value came about do not count. Nothing of the machine is in it but the absolute paths that a
/// container mounts, which must be: the same file in a project that was moved mounts another directory.
func containerDigest(of service: Node) -> String {
    var definition = service
    for path in attributesOutsideContainers { definition.remove(path[...]) }
    guard case .mapping(var attributes) = serviceShape.removingExtensions(definition).content else {
        return ""
    }
    attributes.keep { !$0.value.isNull }
    return definitionHash(of: serviceShape.ordered(.mapping(attributes)))
}

extension Node {
    /// Takes the value at a path of keys away, and each mapping that becomes empty by it.
    fileprivate mutating func remove(_ path: ArraySlice<PathComponent>) {
        guard case .mapping(var mapping) = content, case .key(let key)? = path.first else { return }
        guard var value = mapping[key] else { return }
        let rest = path.dropFirst()
        value.remove(rest)
        mapping[key] = rest.isEmpty || value.mapping?.isEmpty == true ? nil : value
        content = .mapping(mapping)
    }
}
