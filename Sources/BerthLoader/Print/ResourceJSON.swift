import YAMLTree

/// The attributes of a service that are numbers of bytes, which the reference's JSON has as texts.
let byteSizeNames = [
    "mem_limit", "mem_reservation", "memswap_limit", "mem_swappiness", "shm_size",
]

/// A number of bytes as the reference's JSON has it.
func byteSizeJSON(_ node: Node) -> Node {
    if case .int(let bytes) = node.value { .string("\(bytes)", at: node.range) } else { node }
}

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
                    isWeight ? "Weight" : "Rate": isWeight
                        ? item["weight"] ?? .int(0) : byteSizeJSON(item["rate"] ?? .string("0")),
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
