import YAMLTree

/// What the tags `!reset` and `!override` of one document take out of the documents before it.
struct ResetPaths {
    /// The paths to take out.
    private(set) var paths: [TreePath] = []
    /// What is tagged `!reset`.
    private var resets: [(path: TreePath, node: Node)] = []

    /// Notes the tagged paths of a document; what comes out is without the tags and the `!reset` nodes.
    mutating func strip(_ document: Node, into findings: inout Findings) -> Node {
        var document = document
        var path: TreePath = []
        return visit(&document, at: &path, &findings) ? document : .mapping(Mapping(), at: document.range)
    }

    /// Warns of each `!reset` of what the documents before do not have.
    ///
    /// What a service extends may have it too, so that nothing is said about a service that does.
    func warnOfNothing(in earlier: Node, extending document: Node, into findings: inout Findings) {
        for (path, node) in resets where earlier.value(at: path[...]) == nil {
            if path.count > 2, document.value(at: path.prefix(2))?["extends"] != nil { continue }
            findings.warning(
                "\(path.subject): \"!reset\" removes nothing, for no file before has it", at: node,
                remedy: "look for a misspelt key, or remove it")
        }
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
                if node.tag == "!reset" { resets.append((path, node)) }
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

extension Node {
    /// What is at a path of keys; nil when nothing is.
    fileprivate func value(at path: ArraySlice<PathComponent>) -> Node? {
        guard let step = path.first else { return self }
        guard case .key(let key) = step else { return nil }
        return self[key]?.value(at: path.dropFirst())
    }
}
