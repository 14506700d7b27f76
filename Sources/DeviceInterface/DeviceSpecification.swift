internal import YAMLTree

/// The content of one file of the Container Device Interface, in JSON or YAML.
struct DeviceSpecification {
    /// What is wrong with a file.
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    /// `vendor.com/class`.
    let kind: String
    /// What every device of it changes.
    let edits: ContainerEdits
    /// What each device changes besides, by its name.
    let devices: [(name: String, edits: ContainerEdits)]

    /// Reads a file's text; `path` is for messages.
    init(_ text: String, path: String) throws {
        guard let root = try loadYAML(text, file: path).first, let kind = root["kind"]?.string else {
            throw Malformed(description: "\(path): there is no \"kind\"")
        }
        self.kind = kind
        edits = try containerEdits(root["containerEdits"], path)
        devices = try root.items("devices").map { device in
            guard let name = device.text("name") else {
                throw Malformed(description: "\(path): a device of \(kind) has no name")
            }
            return (name, try containerEdits(device["containerEdits"], path))
        }
    }
}

private func containerEdits(_ node: Node?, _ path: String) throws -> ContainerEdits {
    var edits = ContainerEdits()
    guard let node else { return edits }
    edits.environment = node.strings("env")
    edits.nodes = try node.items("deviceNodes").map { try deviceNode($0, path) }
    edits.mounts = try node.items("mounts").map { mount in
        guard let host = mount.text("hostPath"), let container = mount.text("containerPath") else {
            throw DeviceSpecification.Malformed(
                description: "\(path): a mount needs \"hostPath\" and \"containerPath\"")
        }
        return ContainerEdits.Mount(
            hostPath: host, containerPath: container, options: mount.strings("options"),
            type: mount.text("type"))
    }
    edits.hooks = try node.items("hooks").map { try hook($0, path) }
    edits.groups = node.items("additionalGids").compactMap(\.number).map { UInt32(clamping: $0) }
    return edits
}

private func deviceNode(_ node: Node, _ path: String) throws -> ContainerEdits.Node {
    guard let target = node.text("path") else {
        throw DeviceSpecification.Malformed(description: "\(path): a device node has no \"path\"")
    }
    return ContainerEdits.Node(
        path: target, hostPath: node.text("hostPath") ?? target, type: node.text("type"),
        major: node["major"]?.number, minor: node["minor"]?.number,
        mode: node["fileMode"]?.number.map { UInt32(clamping: $0) },
        permissions: node.text("permissions") ?? "rwm",
        user: node["uid"]?.number.map { UInt32(clamping: $0) },
        group: node["gid"]?.number.map { UInt32(clamping: $0) })
}

private func hook(_ node: Node, _ path: String) throws -> ContainerEdits.Hook {
    guard let program = node.text("path"), let name = node.text("hookName"),
        let moment = ContainerEdits.Hook.Moment(rawValue: name)
    else {
        let names = ContainerEdits.Hook.Moment.allCases.map(\.rawValue).joined(separator: ", ")
        throw DeviceSpecification.Malformed(
            description: "\(path): a hook needs \"path\" and a \"hookName\" of \(names)")
    }
    return ContainerEdits.Hook(
        moment: moment, path: program, arguments: node.strings("args"), environment: node.strings("env"),
        timeout: node["timeout"]?.number.map { Int($0) })
}

extension Node {
    /// The text of a key, nil when it is empty.
    fileprivate func text(_ key: String) -> String? { self[key]?.string.flatMap { $0.isEmpty ? nil : $0 } }
    /// The items of the list of a key.
    fileprivate func items(_ key: String) -> [Node] { self[key]?.sequence ?? [] }
    /// The texts in the list of a key.
    fileprivate func strings(_ key: String) -> [String] { items(key).compactMap(\.string) }
    /// A whole number.
    fileprivate var number: Int64? {
        if case .int(let number) = value { number } else { nil }
    }
}
