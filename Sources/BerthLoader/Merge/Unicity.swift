import YAMLTree

/// What two items of a list may not have in common; the later of them takes the place of the earlier.
enum UnicityKey: Sendable {
    /// The item itself.
    case value
    /// The path of an environment file.
    case path
    /// Where a volume is mounted.
    case target
    /// The address, ports and protocol of a published port.
    case port
}

/// The lists whose items are unique.
let unicityKeys = PathTable<UnicityKey>([
    (service("networks", "*", "aliases"), .value),
    (service("profiles"), .value),
    (service("env_file"), .path),
    (service("label_file"), .value),
    (service("volumes"), .target),
    (service("ports"), .port),
])

/// The tree with items taken out that a later item of the same list replaces.
func removingReplacedItems(_ tree: Node) -> Node { unique(tree, unicityKeys) }

private func unique(_ node: Node, _ table: PathTable<UnicityKey>?) -> Node {
    guard let table else { return node }
    var node = node
    switch node.content {
    case .scalar: break
    case .mapping(var mapping):
        mapping.updateValues { (key: String, value: inout Node) in
            value = unique(value, table.below(key: key))
        }
        node.content = .mapping(mapping)
    case .sequence(let items):
        guard let key = table.rule else { break }
        var kept: [Node] = []
        var positions: [String: Int] = [:]
        for item in items {
            if let text = key.text(of: item) {
                if let position = positions[text] {
                    kept[position] = item.replacing(kept[position])
                    continue
                }
                positions[text] = kept.count
            }
            kept.append(item)
        }
        node.content = .sequence(kept)
    }
    return node
}

extension UnicityKey {
    /// The text that is equal for items that replace each other; nil for items that are all kept.
    fileprivate func text(of item: Node) -> String? {
        switch self {
        case .value: return item.string
        case .path: return item.string ?? item["path"]?.string
        // A text that cannot be read is told by the validation; here it equals nothing.
        case .target: return item["target"]?.string ?? item.string.flatMap { try? VolumeText($0).target }
        case .port:
            guard item.mapping != nil else { return item.plainText }
            return ["host_ip", "target", "published", "protocol"].map { item[$0]?.plainText ?? "" }
                .joined(separator: "|")
        }
    }
}
