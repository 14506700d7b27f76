import YAMLTree

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
                kept[position] = item.replacing(kept[position])
                continue
            }
            positions[text] = kept.count
        }
        kept.append(item)
    }
    return kept
}
