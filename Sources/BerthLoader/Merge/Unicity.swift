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
func removingReplacedItems(_ tree: Node) -> Node {
    var tree = tree
    removeReplacedItems(from: &tree, unicityKeys)
    return tree
}

private func removeReplacedItems(from node: inout Node, _ table: PathTable<UnicityKey>?) {
    guard let table else { return }
    if let key = table.rule, let items = node.sequence {
        let kept = unique(items, by: key)
        if kept.count < items.count { node.content = .sequence(kept) }
    } else {
        node.updateChildren { step, child in removeReplacedItems(from: &child, table.below(step)) }
    }
}

private func unique(_ items: [Node], by key: UnicityKey) -> [Node] {
    var kept: [Node] = []
    var positions: [String: Int] = [:]
    for item in items {
        if let text = key.text(of: item) {
            if let position = positions[text] {
                kept[position] = item
                continue
            }
            positions[text] = kept.count
        }
        kept.append(item)
    }
    return kept
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
