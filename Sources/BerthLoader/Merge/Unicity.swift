import YAMLTree

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
