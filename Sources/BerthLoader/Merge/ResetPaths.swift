import YAMLTree

/// What the tags `!reset` and `!override` of one document take out of the documents before it.
struct ResetPaths {
    /// The paths to take out.
    private(set) var paths: [TreePath] = []

    /// Notes the tagged paths of a document; what comes out is without the tags and the `!reset` nodes.
    mutating func strip(_ document: Node, into findings: inout Findings) -> Node {
        visit(document, path: [], &findings) ?? .mapping(Mapping(), at: document.range)
    }

    /// A later tree merged over an earlier one without what is at the paths.
    func merge(_ later: Node, over earlier: Node) -> Node {
        let kept = paths.reduce(earlier) { removing($1[...], from: $0) }
        let noted = paths.reduce(later) { tree, path in
            earlier.value(at: path[...]).map { tree.replacing($0, at: path[...]) } ?? tree
        }
        return BerthLoader.merge(noted, over: kept)
    }

    private mutating func visit(_ node: Node, path: TreePath, _ findings: inout Findings) -> Node? {
        var node = node
        if node.tag == "!reset" || node.tag == "!override" {
            if case .item = path.last {
                findings.warning(
                    "\(node.tag ?? "") on an item of a list reaches no other file", at: node,
                    remedy: "tag the whole list with !override")
            } else {
                paths.append(path)
            }
            if node.tag == "!reset" { return nil }
            node.tag = nil
        }
        switch node.content {
        case .scalar: break
        case .sequence(let items):
            var kept: [Node] = []
            for (position, item) in items.enumerated() {
                if let item = visit(item, path: path + [.item(position)], &findings) { kept.append(item) }
            }
            node.content = .sequence(kept)
        case .mapping(let mapping):
            let entries = mapping.entries.compactMap { entry -> Mapping.Entry? in
                let value = visit(entry.value, path: path + [.key(entry.key)], &findings)
                return value.map { Mapping.Entry(key: entry.key, keyRange: entry.keyRange, value: $0) }
            }
            node.content = .mapping(Mapping(entries))
        }
        return node
    }

    private func removing(_ path: ArraySlice<PathComponent>, from node: Node) -> Node {
        guard case .key(let key) = path.first, case .mapping(var mapping) = node.content else { return node }
        guard let child = mapping[key] else { return node }
        mapping[key] = path.count == 1 ? nil : removing(path.dropFirst(), from: child)
        var node = node
        node.content = .mapping(mapping)
        return node
    }
}

extension Node {
    /// The value at a path of keys.
    fileprivate func value(at path: ArraySlice<PathComponent>) -> Node? {
        guard let first = path.first else { return self }
        guard case .key(let key) = first else { return nil }
        return self[key]?.value(at: path.dropFirst())
    }

    /// The tree in which the value at a path, if there is one, took the place of another one.
    fileprivate func replacing(_ earlier: Node, at path: ArraySlice<PathComponent>) -> Node {
        guard let first = path.first else { return replacing(earlier) }
        guard case .key(let key) = first, case .mapping(var mapping) = content else { return self }
        mapping[key] = mapping[key]?.replacing(earlier, at: path.dropFirst())
        return becoming(.mapping(mapping))
    }
}
