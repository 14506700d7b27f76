import YAMLTree

/// The limits of block devices as the reference's JSON has them: with large letters, and complete.
func blockIOJSON(_ node: Node) -> Node {
    guard var limits = node.mapping else { return node }
    limits.updateValues { (name: String, list: inout Node) in
        guard let items = list.sequence else { return }
        let isWeight = name == "weight_device"
        list.content = .sequence(
            items.map { item in
                .mapping([
                    "Path": item["path"] ?? .string(""),
                    isWeight ? "Weight" : "Rate": (isWeight ? item["weight"] : item["rate"])
                        ?? (isWeight ? .int(0) : .string("0")),
                ])
            })
    }
    return .mapping(limits, at: node.range)
}

/// The limits of processes as the reference's JSON has them, which leaves out every 0.
func processLimitsJSON(_ node: Node) -> Node {
    guard var limits = node.mapping else { return node }
    limits.updateValues { (name: String, limit: inout Node) in
        if limit.value == .int(0) { limit = .mapping(Mapping(), at: limit.range) }
        guard var pair = limit.mapping else { return }
        pair.keep { $0.value.value != .int(0) }
        limit.content = .mapping(pair)
    }
    return .mapping(limits, at: node.range)
}
