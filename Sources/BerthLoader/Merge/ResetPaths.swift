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

    /// The tree without what is at the paths.
    func apply(to tree: Node) -> Node { paths.reduce(tree) { removing($1[...], from: $0) } }

    /// Strips a node; false when it goes.
    private mutating func visit(
        _ node: inout Node, at path: inout TreePath, _ findings: inout Findings
    ) -> Bool {
        if node.tag == "!reset" || node.tag == "!override" {
            if case .item = path.last {
                findings.warning(
                    "\(node.tag ?? "") on an item of a list reaches no other file", at: node.range,
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

    private func removing(_ path: ArraySlice<PathComponent>, from node: Node) -> Node {
        guard case .key(let key) = path.first, case .mapping(var mapping) = node.content else { return node }
        guard let child = mapping[key] else { return node }
        mapping[key] = path.count == 1 ? nil : removing(path.dropFirst(), from: child)
        var node = node
        node.content = .mapping(mapping)
        return node
    }
}
