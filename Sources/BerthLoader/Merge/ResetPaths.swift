import YAMLTree

/// What the tags `!reset` and `!override` of one document take out of the documents before it.
struct ResetPaths {
    /// The paths to take out.
    private(set) var paths: [TreePath] = []

    /// Notes the tagged paths of a document; what comes out is without the tags and the `!reset` nodes.
    mutating func strip(_ document: Node, into findings: inout Findings) -> Node {
        var document = document
        var path: TreePath = []
        return visit(&document, at: &path, &findings) ? document : .mapping(Mapping(), at: document.range)
    }

    /// A later tree merged over an earlier one without what is at the paths.
    func merge(
        _ later: Node, over earlier: Node, by rules: PathTable<MergeRule> = mergeRules
    ) -> Node {
        let removals = Removals(paths)
        return BerthLoader.merge(
            removals.noting(earlier, in: later), over: removals.apply(to: earlier), by: rules)
    }

    /// Strips a node; false when it goes.
    private mutating func visit(
        _ node: inout Node, at path: inout TreePath, _ findings: inout Findings
    ) -> Bool {
        if node.tag == "!reset" || node.tag == "!override" {
            if case .item = path.last {
                findings.warning(
                    "\(node.tag ?? "") on an item of a list reaches no other file", at: node,
                    remedy: "tag the whole list with !override")
            } else {
                paths.append(path)
            }
            if node.tag == "!reset" { return false }
            node.tag = nil
        }
        node.filterChildren { step, child in
            path.append(step)
            defer { path.removeLast() }
            return visit(&child, at: &path, &findings)
        }
        return true
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

    /// A later tree whose values at the paths know what they take the place of.
    func noting(_ earlier: Node, in later: Node) -> Node {
        guard !below.isEmpty, case .mapping(var mapping) = later.content else { return later }
        mapping.updateValues { key, value in
            guard let removals = below[key], let old = earlier[key] else { return }
            value = removals.isWhole ? value.replacing(old) : removals.noting(old, in: value)
        }
        return later.becoming(.mapping(mapping))
    }
}
