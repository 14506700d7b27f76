import YAMLTree

/// The propagation modes of bind mounts.
let propagationModes = ["private", "rprivate", "shared", "rshared", "slave", "rslave"]

/// The long form of one mount.
func longMount(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node {
    guard let text = node.string else { return try completedMount(node) }
    let volume = try VolumeText(text)
    var mount = Mapping()
    mount["type"] = node.becoming(.string(volume.isBind ? "bind" : "volume"))
    mount["source"] = volume.source.map { node.becoming(.string($0)) }
    mount["target"] = node.becoming(.string(volume.target))
    if volume.modes.contains("ro") { mount["read_only"] = node.becoming(.bool(true)) }
    // The reference leaves the details out where it takes a text of one or two letters for a mere target.
    if text.utf8.count > 2 || volume.isBind {
        mount[volume.isBind ? "bind" : "volume"] = node.becoming(.mapping(Mapping()))
    }
    for mode in volume.modes { mount.add(mode, at: node, &doubts) }
    return node.becoming(.mapping(mount))
}

/// The modes that a misspelt one may have meant.
private let mountModes = ["ro", "rw", "nocopy", "z"] + propagationModes

extension Mapping {
    /// Adds what a mode of the short form says; the modes of bind mounts count for volumes too.
    fileprivate mutating func add(_ mode: String, at node: Node, _ doubts: inout [Malformed]) {
        switch mode {
        case "ro", "rw", "cached", "delegated", "consistent": break
        case "z", "Z": set("selinux", of: "bind", to: node.becoming(.string(mode)))
        case "nocopy", "volume-nocopy": set("nocopy", of: "volume", to: node.becoming(.bool(true)))
        case _ where propagationModes.contains(mode):
            set("propagation", of: "bind", to: node.becoming(.string(mode)))
        default:
            doubts.append(
                Malformed(
                    clause: "the mode \"\(mode)\" means nothing",
                    remedy: remedy(
                        for: mode, among: mountModes, otherwise: "use ro for a mount that is only read")))
        }
    }

    private mutating func set(_ key: String, of part: String, to value: Node) {
        var details = self[part]?.mapping ?? Mapping()
        details[key] = value
        self[part] = value.becoming(.mapping(details))
    }
}

/// What the source of a mount is, for the types that need one.
private let requiredSources = ["bind": "a path of the host", "image": "the name of an image"]

/// What is said about a bind mount; a missing directory is made unless it says otherwise.
func bindDetails(_ node: Node) throws(Malformed) -> Node {
    guard case .mapping(var details) = node.content else { return node }
    details["create_host_path"] = details["create_host_path"] ?? node.implying(.bool(true))
    return node.becoming(.mapping(details))
}

private func completedMount(_ node: Node) throws(Malformed) -> Node {
    let type = node["type"]?.string ?? ""
    guard let target = node["target"]?.string, !target.isEmpty else {
        throw Malformed("has no target", remedy: "add target: with a path in the container")
    }
    if let source = requiredSources[type], node["source"]?.string ?? "" == "" {
        throw Malformed("has no source", remedy: "add source: with \(source)")
    }
    if type == "tmpfs", node["source"]?.string ?? "" != "" {
        throw Malformed(clause: "a tmpfs has no source", remedy: "remove source:", at: node["source"])
    }
    return node
}
