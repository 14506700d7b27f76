import YAMLTree

/// Merges a later document over an earlier one.
///
/// Mappings merge key by key and lists are appended; of two scalars, or of values of different kinds, the
/// later stays. A null leaves what was there.
func merge(_ later: Node, over earlier: Node) -> Node { merge(later, over: earlier, mergeRules) }

private func merge(_ later: Node, over earlier: Node, _ table: PathTable<MergeRule>?) -> Node {
    switch table?.rule {
    case .replace: return later.replacing(earlier)
    case _ where later.isNull: return earlier
    case .assignments:
        guard let base = earlier.assignments, let more = later.assignments else {
            return later.replacing(earlier)
        }
        return joined(earlier, base, more)
    case .entries:
        guard let base = earlier.entries, let more = later.entries else {
            return later.replacing(earlier)
        }
        return mergedMapping(earlier, base, more, table)
    case .dependencies:
        guard let base = earlier.dependencyEntries, let more = later.dependencyEntries else {
            return later.replacing(earlier)
        }
        return mergedMapping(earlier, base, more, table)
    case .list: return appended(earlier, earlier.listForm, later.listForm)
    case .keyedBy(let key): return mergedItems(earlier, later, by: key, table?.belowItems)
    case nil: break
    }
    switch (earlier.content, later.content) {
    case (.mapping(let base), .mapping(let more)): return mergedMapping(earlier, base, more, table)
    case (.sequence(let base), .sequence(let more)): return appended(earlier, base, more)
    default: return later.replacing(earlier)
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
    for item in more {
        let position = item[key].flatMap { value in items.firstIndex { $0[key] == value } }
        if let position {
            items[position] = merge(item, over: items[position], table)
        } else {
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

    /// A mapping, or a list of `KEY=value` and `KEY` as one; nil for what is neither.
    var assignments: Mapping? {
        if let mapping { return mapping }
        guard let sequence else { return nil }
        var result = Mapping()
        for item in sequence {
            guard let text = item.string else { return nil }
            let key = text.prefix { $0 != "=" }
            let value: Node =
                key.endIndex == text.endIndex
                ? .null() : .string(String(text[text.index(after: key.endIndex)...]))
            result.set(Mapping.Entry(key: String(key), keyRange: item.range, value: item.becoming(value)))
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
            result.set(Mapping.Entry(key: key, keyRange: item.range, value: item.becoming(.null())))
        }
        return result
    }

    /// A mapping, or a list of services as one that waits for each to be started; nil for what is neither.
    var dependencyEntries: Mapping? {
        if let mapping { return mapping }
        guard var entries else { return nil }
        entries.updateValues { (key: String, value: inout Node) in
            let condition = value.implying(.string("service_started"))
            value = value.becoming(
                .mapping(["condition": condition, "required": value.implying(.bool(true))]))
        }
        return entries
    }

    /// The items of a list, or the value itself as the only item.
    var listForm: [Node] { sequence ?? [self] }
}
