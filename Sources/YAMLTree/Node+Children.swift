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
            if items.filterNodes({ change(.item($0), &$1) }) { content = .sequence(items) }
        case .mapping(var mapping):
            if mapping.filterValues({ change(.key($0), &$1) }) { content = .mapping(mapping) }
        }
    }

    /// Sorts a mapping by the rank of its keys, those of one rank by the keys' bytes.
    public mutating func sortKeys(ranking rank: (String) -> Int = { _ in 0 }) {
        guard case .mapping(var mapping) = content, mapping.sort(ranking: rank) else { return }
        content = .mapping(mapping)
    }
}

/// An element of a collection that holds a node.
protocol NodeHolder {
    /// The node.
    var node: Node { get set }
}

extension Node: NodeHolder {
    var node: Node {
        get { self }
        set { self = newValue }
    }
}

extension Mapping.Entry: NodeHolder {
    var node: Node {
        get { value }
        set { value = newValue }
    }
}

extension Array where Element: NodeHolder {
    /// Changes the nodes and takes out the elements for which false is returned; false when all stay the same.
    ///
    /// Nothing is written before the first change, so that until then the storage stays shared.
    mutating func filterNodes(_ change: (Int, inout Node) -> Bool) -> Bool {
        var isChanged = false
        var kept = 0
        for position in indices {
            let old = self[position].node
            var new = old
            guard change(position, &new) else { continue }
            if kept != position { self[kept] = self[position] }
            if !new.isCopy(of: old) {
                self[kept].node = new
                isChanged = true
            }
            kept += 1
        }
        guard kept < count else { return isChanged }
        removeLast(count - kept)
        return true
    }
}
