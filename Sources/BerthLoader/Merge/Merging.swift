import YAMLTree

/// Merges a later document over an earlier one.
///
/// Mappings merge key by key and lists are appended; of two scalars, or of values of different kinds, the
/// later stays. A null leaves what was there.
func merge(_ later: Node, over earlier: Node, by rules: PathTable<MergeRule> = mergeRules) -> Node {
    merge(later, over: earlier, rules)
}

private func merge(_ later: Node, over earlier: Node, _ table: PathTable<MergeRule>?) -> Node {
    let rule = table?.rule ?? .byKind
    switch rule {
    case .replace: return later.replacing(earlier)
    case _ where later.isNull: return earlier
    case _ where earlier.isNull: return later
    case .variant(let key):
        if let old = earlier[key], let new = later[key], old != new { return later.replacing(earlier) }
    case .keyedBy(let key): return mergedItems(earlier, later, by: key, table?.belowItems)
    default: break
    }
    if let base = rule.items(of: earlier), let more = rule.items(of: later) {
        return appended(earlier, base, rule.isSet ? more.filter { !base.contains($0) } : more)
    }
    guard let base = rule.mapping(of: earlier), let more = rule.mapping(of: later) else {
        return later.replacing(earlier)
    }
    if case .assignments = rule { return joined(earlier, base, more) }
    return mergedMapping(earlier, base, more, table)
}

private func mergedMapping(
    _ earlier: Node, _ base: Mapping, _ more: Mapping, _ table: PathTable<MergeRule>?
) -> Node {
    var result = base
    for entry in more {
        guard let old = base.entry(entry.key) else {
            result.set(entry)
            continue
        }
        let value = merge(entry.value, over: old.value, table?.below(key: entry.key))
        let range = value.range == entry.value.range ? entry.keyRange : old.keyRange
        result.set(Mapping.Entry(key: entry.key, keyRange: range, value: value))
    }
    return earlier.becoming(.mapping(result))
}

private func joined(_ earlier: Node, _ base: Mapping, _ more: Mapping) -> Node {
    var result = base
    for var entry in more {
        if let old = base[entry.key] { entry.value = entry.value.replacing(old) }
        result.set(entry)
    }
    return earlier.becoming(.mapping(result))
}

private func appended(_ earlier: Node, _ base: [Node], _ more: [Node]) -> Node {
    earlier.becoming(.sequence(base + more))
}

private func mergedItems(_ earlier: Node, _ later: Node, by key: String, _ table: PathTable<MergeRule>?)
    -> Node
{
    guard var items = earlier.sequence, let more = later.sequence else { return later.replacing(earlier) }
    var positions: [ScalarValue: Int] = [:]
    for (position, item) in items.enumerated().reversed() {
        if let value = item[key]?.value { positions[value] = position }
    }
    for item in more {
        if let position = item[key]?.value.flatMap({ positions[$0] }) {
            items[position] = merge(item, over: items[position], table)
        } else {
            if let value = item[key]?.value { positions[value] = items.count }
            items.append(item)
        }
    }
    return earlier.becoming(.sequence(items))
}

extension Node {
    /// This value with the step that it took the place of another one.
    func replacing(_ earlier: Node) -> Node {
        var node = self
        node.via.append(.replaced(earlier))
        return node
    }
}
