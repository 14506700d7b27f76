import YAMLTree

/// The tree with the values that only the reference's JSON has, and without those that it leaves out.
func jsonForm(of tree: Node) -> Node {
    var tree = tree
    tree[editing: "models"] = nil
    change(&tree, jsonForms)
    return tree
}

private func change(_ node: inout Node, _ table: PathTable<JSONForm>?) {
    guard let table else { return }
    table.rule?(&node)
    node.updateChildren { step, child in change(&child, table.below(step)) }
}

/// Makes of a value what the JSON has in its place.
private typealias JSONForm = @Sendable (inout Node) -> Void

/// What the reference's JSON says in another way than its YAML, from the outside to the inside of a value.
private let jsonForms = PathTable<JSONForm>(jsonLines)

private let jsonLines: [([PatternComponent], JSONForm)] = [
    (["networks", "*", "ipam"], { $0[editing: "options"] = nil }),
    (service("blkio_config", "device_read_bps", "[]"), capitalizeRate),
    (service("blkio_config", "device_read_iops", "[]"), capitalizeRate),
    (service("blkio_config", "device_write_bps", "[]"), capitalizeRate),
    (service("blkio_config", "device_write_iops", "[]"), capitalizeRate),
    (service("blkio_config", "weight_device", "[]"), capitalizeWeight),
    (service("build", "ulimits", "*"), dropZeros),
    (service("deploy"), { $0.addMissing(["resources", "placement"], .mapping(Mapping())) }),
    (service("develop"), { $0.addMissing(["watch"], .null()) }),
    (service("develop", "watch", "[]"), { $0.addMissing(["exec"], .mapping(Mapping())) }),
    (service("develop", "watch", "[]", "exec"), addCommand),
    (service("mem_limit"), writeSizeAsText),
    (service("mem_reservation"), writeSizeAsText),
    (service("mem_swappiness"), writeSizeAsText),
    (service("memswap_limit"), writeSizeAsText),
    (service("post_start", "[]"), addCommand),
    (service("pre_start", "[]"), addCommand),
    (service("pre_stop", "[]"), addCommand),
    (service("shm_size"), writeSizeAsText),
    (service("ulimits", "*"), dropZeros),
    (service("volumes", "[]", "bind"), dropMissingDirectory),
]

/// A weight of a block device has keys with large letters, and a value in any case.
@Sendable private func capitalizeWeight(_ device: inout Node) {
    device = .mapping(["Path": device["path"] ?? .string(""), "Weight": device["weight"] ?? .int(0)])
}

/// So has a limit, which is a text.
@Sendable private func capitalizeRate(_ device: inout Node) {
    var rate = device["rate"] ?? .string("0")
    writeSizeAsText(&rate)
    device = .mapping(["Path": device["path"] ?? .string(""), "Rate": rate])
}

@Sendable private func writeSizeAsText(_ size: inout Node) {
    if case .int(let bytes) = size.value { size = .string("\(bytes)", at: size.range) }
}

/// A limit of processes that is 0 is not there.
@Sendable private func dropZeros(_ limit: inout Node) {
    if limit.value == .int(0) { limit = .mapping(Mapping(), at: limit.range) }
    limit.filterChildren { _, bound in bound.value != .int(0) }
}

@Sendable private func addCommand(_ hook: inout Node) { hook.addMissing(["command"], .null()) }

/// That no directory is made is not said.
@Sendable private func dropMissingDirectory(_ bind: inout Node) {
    if bind["create_host_path"]?.value == .bool(false) { bind[editing: "create_host_path"] = nil }
}

extension Node {
    /// Gives keys that a mapping lacks a value.
    fileprivate mutating func addMissing(_ keys: [String], _ value: Node) {
        for key in keys where self[key] == nil { self[editing: key] = value }
    }
}
