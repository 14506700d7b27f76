import YAMLTree

/// The long form of a device: `source[:target[:permissions]]`.
func deviceMapping(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    guard let text = node.string else { return try completedDevice(node, &doubts) }
    let parts = text.components(separatedBy: ":")
    guard parts.count <= 3 else {
        throw Malformed(
            clause: "\"\(text)\" has too many colons", remedy: "write SOURCE:TARGET:PERMISSIONS")
    }
    if text.isEmpty { doubts.append(Malformed("names no device", remedy: "remove it")) }
    let target = parts.count > 1 && !parts[1].isEmpty ? parts[1] : parts[0]
    var device = Mapping()
    for (key, value) in [
        ("source", parts[0]), ("target", target), ("permissions", parts.count > 2 ? parts[2] : "rwm"),
    ] where !value.isEmpty {
        device[key] = node.becoming(.string(value))
    }
    if parts.count == 2, target.isDevicePermissions {
        doubts.append(
            Malformed(
                clause: "\"\(target)\" is taken for the path in the container",
                remedy: "write \(parts[0]):\(parts[0]):\(target) to mean permissions"))
    }
    doubts += permissionDoubts(device["permissions"])
    return node.becoming(.mapping(device))
}

private func completedDevice(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    guard var device = node.mapping else { return node }
    guard device["target"] != nil else {
        throw Malformed("has no target", remedy: "add target: with a path in the container")
    }
    device.keep { $0.value.string != "" }
    doubts += permissionDoubts(device["permissions"])
    return node.becoming(.mapping(device))
}

private func permissionDoubts(_ node: Node?) -> [Malformed] {
    guard let text = node?.string, !text.isDevicePermissions else { return [] }
    return [
        Malformed(clause: "\"\(text)\" are no permissions", remedy: "use some of r, w and m", at: node)
    ]
}

extension String {
    /// True for one to three of `r`, `w` and `m`.
    fileprivate var isDevicePermissions: Bool {
        (1...3).contains(utf8.count) && allSatisfy { "rwm".contains($0) }
    }
}

/// A rule for devices: type, numbers and permissions.
func deviceRule(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    let text = node.string ?? ""
    let parts = text.components(separatedBy: " ")
    let numbers = parts.count > 1 ? parts[1].components(separatedBy: ":") : []
    let isRight =
        parts.count == 3 && ["a", "b", "c"].contains(parts[0]) && numbers.count == 2
        && numbers.allSatisfy { $0 == "*" || UInt32($0) != nil } && parts[2].isDevicePermissions
    if !isRight {
        doubts.append(
            Malformed(clause: "\"\(text)\" is no rule for devices", remedy: "write it like c 1:3 rwm"))
    }
    return node
}

/// The GPUs of a service as a list; `all` is one request for all of them.
func graphicsDevices(_ node: Node) throws(Malformed) -> Node? {
    guard node.string != nil else { return node }
    return node.becoming(.sequence([node.becoming(.mapping(Mapping()))]))
}

/// A request for devices of a driver: so many, all (`-1`), or those with some ids.
func deviceRequest(_ node: Node) throws(Malformed) -> Node? {
    guard var request = node.mapping else { return node }
    if request["count"] != nil, request["device_ids"] != nil {
        throw Malformed(clause: "\"count\" and \"device_ids\" exclude each other", remedy: "keep one of them")
    }
    if request["device_ids"] == nil {
        request["count"] = try deviceCount(request["count"] ?? node.implying(.string("all")))
    }
    request.keep { $0.value.string != "" && $0.value.sequence?.isEmpty != true && $0.value.value != .int(0) }
    return node.becoming(.mapping(request))
}

private func deviceCount(_ node: Node) throws(Malformed) -> Node {
    guard let text = node.string else { return node }
    if text.lowercased() == "all" { return node.becoming(.int(-1)) }
    guard let number = Int64(text) else {
        throw Malformed(
            clause: "\"count\" must be all or a whole number, found \"\(text)\"", at: node)
    }
    return node.becoming(.int(number))
}
