import YAMLTree

/// What the tags `!reset` and `!override` of one document take out of the documents before it.
struct ResetPaths {
    /// The paths to take out.
    private(set) var paths: [TreePath] = []

    /// Notes the tagged paths of a document; what comes out is without the tags and the `!reset` nodes.
    mutating func strip(_ document: Node, into findings: inout Findings) -> Node {
        visit(document, path: [], &findings) ?? .mapping(Mapping(), at: document.range)
    }

    /// The tree without what is at the paths.
    func apply(to tree: Node) -> Node { Removals(paths).apply(to: tree) }

    private mutating func visit(_ node: Node, path: TreePath, _ findings: inout Findings) -> Node? {
        var node = node
        if node.tag == "!reset" || node.tag == "!override" {
            if case .item = path.last {
                findings.warning(
                    "\(node.tag ?? "") on an item of a list reaches no other file", at: node.range,
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
}

/// What is taken out of a tree.
private struct Removals {
    private var isWhole = false
    private var below: [String: Removals] = [:]

    init(_ paths: [TreePath]) {
        for path in paths { insert(path[...]) }
    }

    private mutating func insert(_ path: ArraySlice<PathComponent>) {
        switch path.first {
        case nil: isWhole = true
        case .key(let key): below[key, default: Removals([])].insert(path.dropFirst())
        case .item: break
        }
    }

    func apply(to node: Node) -> Node {
        guard !below.isEmpty, case .mapping(let mapping) = node.content else { return node }
        var node = node
        let kept = mapping.entries.compactMap { entry -> Mapping.Entry? in
            guard let removals = below[entry.key] else { return entry }
            guard !removals.isWhole else { return nil }
            var entry = entry
            entry.value = removals.apply(to: entry.value)
            return entry
        }
        node.content = .mapping(Mapping(kept))
        return node
    }
}
