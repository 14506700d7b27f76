import YAMLTree

/// Merges a later document over an earlier one.
///
/// Mappings merge key by key and lists are appended; of two scalars, or of values of different kinds, the
/// later stays. A null leaves what was there.
func merge(_ later: Node, over earlier: Node) -> Node { merge(later, over: earlier, mergeRules) }

private func merge(_ later: Node, over earlier: Node, _ table: PathTable<MergeRule>?) -> Node {
    switch table?.rule {
    case .replace: return later
    case _ where later.isNull: return earlier
    case .assignments:
        guard let base = earlier.assignments, let more = later.assignments else { return later }
        return joined(earlier, base, more)
    case .entries:
        guard let base = earlier.entries, let more = later.entries else { return later }
        return mergedMapping(earlier, base, more, table)
    case .dependencies:
        guard let base = earlier.dependencyEntries, let more = later.dependencyEntries else { return later }
        return mergedMapping(earlier, base, more, table)
    case .list: return appended(earlier, earlier.listForm, later.listForm)
    case .keyedBy(let key): return mergedItems(earlier, later, by: key, table?.belowItems)
    case nil: break
    }
    switch (earlier.content, later.content) {
    case (.mapping(let base), .mapping(let more)): return mergedMapping(earlier, base, more, table)
    case (.sequence(let base), .sequence(let more)): return appended(earlier, base, more)
    default: return later
    }
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
    var node = earlier
    node.content = .mapping(result)
    return node
}

private func joined(_ earlier: Node, _ base: Mapping, _ more: Mapping) -> Node {
    var result = base
    for entry in more { result.set(entry) }
    var node = earlier
    node.content = .mapping(result)
    return node
}

private func appended(_ earlier: Node, _ base: [Node], _ more: [Node]) -> Node {
    var node = earlier
    node.content = .sequence(base + more)
    return node
}

private func mergedItems(_ earlier: Node, _ later: Node, by key: String, _ table: PathTable<MergeRule>?)
    -> Node
{
    guard var items = earlier.sequence, let more = later.sequence else { return later }
    for item in more {
        let position = item[key].flatMap { value in items.firstIndex { $0[key] == value } }
        if let position {
            items[position] = merge(item, over: items[position], table)
        } else {
            items.append(item)
        }
    }
    var node = earlier
    node.content = .sequence(items)
    return node
}

extension Node {
    /// A mapping, or a list of `KEY=value` and `KEY` as one; nil for what is neither.
    var assignments: Mapping? {
        if let mapping { return mapping }
        guard let sequence else { return nil }
        var result = Mapping()
        for item in sequence {
            guard let text = item.string else { return nil }
            let key = text.prefix { $0 != "=" }
            let value =
                key.endIndex == text.endIndex
                ? Node.null(at: item.range)
                : .string(String(text[text.index(after: key.endIndex)...]), at: item.range)
            result.set(Mapping.Entry(key: String(key), keyRange: item.range, value: value))
        }
        return result
    }

    /// A mapping, or a list of names as one without values; nil for what is neither.
    var entries: Mapping? {
        if let mapping { return mapping }
        guard let sequence else { return nil }
        var result = Mapping()
        for item in sequence {
            guard let key = item.string else { return nil }
            if result.entry(key) != nil { return nil }
            result.set(Mapping.Entry(key: key, keyRange: item.range, value: .null(at: item.range)))
        }
        return result
    }

    /// A mapping, or a list of services as one that waits for each to be started; nil for what is neither.
    var dependencyEntries: Mapping? {
        if let mapping { return mapping }
        guard var entries else { return nil }
        entries.updateValues { key, value in
            let condition = Node.string("service_started", at: value.range)
            value = .mapping(
                ["condition": condition, "required": .bool(true, at: value.range)], at: value.range)
        }
        return entries
    }

    /// The items of a list, or the value itself as the only item.
    var listForm: [Node] { sequence ?? [self] }
}
