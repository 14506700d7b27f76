extension Node {
    /// Changes each value of a mapping or item of a sequence; a scalar has none.
    ///
    /// What does not change stays shared with the copies of the node, so that a walk which changes little
    /// costs little.
    public mutating func updateChildren(_ change: (PathComponent, inout Node) -> Void) {
        filterChildren { step, child in
            change(step, &child)
            return true
        }
    }

    /// Changes each value of a mapping or item of a sequence, and takes out those for which false is returned.
    public mutating func filterChildren(_ change: (PathComponent, inout Node) -> Bool) {
        switch content {
        case .scalar: break
        case .sequence(var items):
            let isChanged = items.filterSharing { position, item in
                let old = item
                guard change(.item(position), &item) else { return .removed }
                return item.isCopy(of: old) ? .same : .changed
            }
            if isChanged { content = .sequence(items) }
        case .mapping(var mapping):
            if mapping.filterValues({ key, value in change(.key(key), &value) }) {
                content = .mapping(mapping)
            }
        }
    }
}

extension Node {
    /// Sorts a mapping by the rank of its keys, those of one rank by the keys' bytes.
    public mutating func sortKeys(ranking rank: (String) -> Int = { _ in 0 }) {
        guard case .mapping(var mapping) = content, mapping.sort(ranking: rank) else { return }
        content = .mapping(mapping)
    }
}

/// What became of an element.
enum ElementChange {
    case same
    case changed
    case removed
}

extension Array {
    /// Changes the elements in place and takes out the removed ones; false when all are the same.
    ///
    /// Nothing is written before the first change, so that until then the storage stays shared.
    mutating func filterSharing(_ change: (Int, inout Element) -> ElementChange) -> Bool {
        var isChanged = false
        var kept = 0
        for position in indices {
            var element = self[position]
            let outcome = change(position, &element)
            if outcome != .same { isChanged = true }
            if outcome == .removed { continue }
            if outcome == .changed || kept != position { self[kept] = element }
            kept += 1
        }
        if kept < count { removeLast(count - kept) }
        return isChanged
    }
}
