import BerthModel
import YAMLTree

extension Service {
    /// Takes over from the canonical form what is mounted into containers.
    mutating func fillStorage(from node: Node) {
        mounts = node.items("volumes").compactMap(mountModel)
        sharedVolumes = node.items("volumes_from").compactMap(sharedVolumesModel)
        configs = fileReferenceModels(node["configs"], in: "")
        secrets = fileReferenceModels(node["secrets"], in: "/run/secrets")
    }
}

private func mountModel(_ node: Node) -> ServiceMount? {
    guard let target = node["target"]?.string, let source = mountSource(node) else { return nil }
    var mount = ServiceMount(source, target: target.hasPrefix("/") ? target : "/\(target)")
    mount.isReadOnly = node.isTrue("read_only")
    mount.subpath = node["volume"]?.text("subpath") ?? node["image"]?.text("subpath")
    mount.labels = node["volume"]?.texts("labels") ?? [:]
    mount.recursion = node["bind"]?.text("recursive").flatMap(ServiceMount.Recursion.init)
    mount.relabelling = node["bind"]?.text("selinux")
    mount.consistency = node.text("consistency")
    mount.location = Location(node.range)
    return mount
}

private func mountSource(_ node: Node) -> ServiceMount.Source? {
    let source = node.text("source")
    switch node.text("type") {
    case "volume":
        let noCopy = node["volume"]?.isTrue("nocopy") ?? false
        return source.map { .volume(key: $0, noCopy: noCopy) } ?? .anonymous
    case "bind":
        return .bind(
            path: source ?? "", createHostPath: node["bind"]?["create_host_path"]?.value != .bool(false),
            propagation: node["bind"]?.text("propagation"))
    case "tmpfs":
        return .tmpfs(
            size: node["tmpfs"]?.text("size").flatMap { Int($0) },
            mode: node["tmpfs"]?["mode"]?.integer.flatMap(UInt32.init(exactly:)))
    case "image": return .image(source ?? "")
    case "cluster": return .cluster(source ?? "")
    case "npipe": return .namedPipe(source ?? "")
    default: return nil
    }
}

private func sharedVolumesModel(_ node: Node) -> SharedVolumes? {
    guard var parts = node.string?.components(separatedBy: ":") else { return nil }
    let isContainer = parts[0] == "container" && parts.count > 1
    if isContainer { parts.removeFirst() }
    var volumes = SharedVolumes(of: isContainer ? .container(parts[0]) : .service(parts[0]))
    volumes.isReadOnly = parts.count > 1 && parts[1] == "ro"
    volumes.location = Location(node.range)
    return volumes
}

/// The typed references to configs or secrets, whose targets start from a directory.
func fileReferenceModels(_ node: Node?, in directory: String) -> [FileReference] {
    (node?.sequence ?? []).compactMap { item in
        guard let source = item.text("source") else { return nil }
        let target = item.text("target") ?? source
        var reference = FileReference(source, at: target.hasPrefix("/") ? target : "\(directory)/\(target)")
        reference.fillOwner(from: item)
        return reference
    }
}

/// The typed references to secrets of a build, which have names there.
func buildSecretModels(_ node: Node?) -> [FileReference] {
    (node?.sequence ?? []).compactMap { item in
        guard let source = item.text("source") else { return nil }
        var reference = FileReference(source, at: item.text("target") ?? source)
        reference.fillOwner(from: item)
        return reference
    }
}

extension FileReference {
    fileprivate mutating func fillOwner(from node: Node) {
        user = node.text("uid")
        group = node.text("gid")
        mode = node.text("mode").flatMap { UInt32($0, radix: 8) }
        location = Location(node.range)
    }
}
