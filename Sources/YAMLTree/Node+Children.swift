extension Node {
    /// The values of a mapping or items of a sequence, each with the step to it; a scalar has none.
    public var children: [(step: PathComponent, node: Node)] {
        switch content {
        case .scalar: []
        case .sequence(let items): items.enumerated().map { (.item($0), $1) }
        case .mapping(let mapping): mapping.map { (.key($0.key), $0.value) }
        }
    }

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
        if isSequence, var items = sequence, items.filterNodes({ change(.item($0), &$1) }) {
            content = .sequence(items)
        } else if isMapping, var mapping, mapping.filterValues({ change(.key($0), &$1) }) {
            content = .mapping(mapping)
        }
    }

    /// Sorts a mapping by the rank of its keys, those of one rank by the keys' bytes.
    public mutating func sortKeys(ranking rank: (String) -> Int = { _ in 0 }) {
        guard case .mapping(var mapping) = content, mapping.sort(ranking: rank) else { return }
        content = .mapping(mapping)
    }
}

extension [Node] {
    /// Changes the items and takes out those for which false is returned; false when all stay the same.
    ///
    /// Nothing is written before the first change, so that until then the storage stays shared.
    fileprivate mutating func filterNodes(_ change: (Int, inout Node) -> Bool) -> Bool {
        var isChanged = false
        var kept = 0
        for position in indices {
            var item = self[position]
            guard change(position, &item) else { continue }
            if kept != position || !item.isCopy(of: self[position]) {
                self[kept] = item
                isChanged = true
            }
            kept += 1
        }
        guard kept < count else { return isChanged }
        removeLast(count - kept)
        return true
    }
}
