import YAMLTree

/// The long form of a config or secret of a service, with its place in the directory where one is implied.
func fileReference(_ node: Node, in directory: String?) throws(Malformed) -> Node {
    var reference = node.mapping ?? Mapping()
    if node.string != nil { reference["source"] = node }
    guard reference["source"] != nil else {
        throw Malformed("has no source", remedy: "add source: with the name of a top-level definition")
    }
    if let directory, reference["target"] == nil, let source = reference["source"]?.string {
        reference["target"] = node.implying(.string("\(directory)/\(source)"))
    }
    return node.becoming(.mapping(reference))
}

/// Permissions as the text in which they are printed: `0440`.
func permissions(_ node: Node) throws(Malformed) -> Node {
    guard case .int(let mode) = try fileMode(node).value, (0...0o7777).contains(mode) else {
        throw Malformed(
            "must be permissions in octal digits, found \"\(node.plainText ?? "")\"",
            remedy: "write it like 0440")
    }
    return node.becoming(.string("0" + String(mode, radix: 8)))
}

/// The definition of a config or secret, which says in one of these ways where its content comes from.
func fileSource(among keys: [String]) -> @Sendable (Node, inout [Malformed]) throws(Malformed) -> Node? {
    { (node, doubts) throws(Malformed) in
        guard let definition = node.mapping else { return node }
        let given = keys.filter { definition[$0] != nil }
        if given.count > 1, var second = definition[given[1]] {
            second.via += node.via
            throw Malformed(
                clause: "\"\(given[0])\" and \"\(given[1])\" exclude each other", remedy: "keep one of them",
                at: second)
        }
        // A value that is null was reported, and may be what is missing.
        let isWhole = !definition.contains { $0.value.isNull }
        if isWhole, given.isEmpty, definition["driver"] == nil, definition["external"] == nil {
            throw Malformed(
                "needs one of \(keys.joined(separator: ", ")) or external",
                remedy: "add the one its content comes from")
        }
        let isExternal = definition["external"].map { $0.mapping != nil || $0.value == .bool(true) } ?? false
        if isExternal, let other = given.first {
            doubts.append(
                Malformed(
                    "is external, so \"\(other)\" has no effect", remedy: "remove it, or external:",
                    at: definition[other]))
        }
        return node
    }
}
