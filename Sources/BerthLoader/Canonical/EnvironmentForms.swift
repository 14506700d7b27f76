import YAMLTree

/// Names and values as a mapping to texts; a value that is not given is null.
func assignments(_ node: Node) throws(Malformed) -> Node {
    guard var mapping = node.assignments else { return node }
    mapping.updateValues { key, value in
        guard value.string == nil, let text = value.plainText else { return }
        value.content = Node.string(text).content
    }
    return node.becoming(.mapping(mapping))
}

/// Variables, the last of those that a list has twice.
///
/// A name may not end in a blank, for nobody means that.
func variables(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node {
    let variables = try assignments(node)
    var names: Set<Substring> = []
    for item in node.sequence ?? [] {
        guard let name = item.string?.prefix(while: { $0 != "=" }) else { continue }
        if names.insert(name).inserted { continue }
        doubts.append(
            Malformed(
                clause: "\"\(name)\" is set twice, and the last value counts", remedy: "remove one", at: item)
        )
    }
    for entry in variables.mapping ?? Mapping()
    where entry.key.unicodeScalars.last?.properties.isWhitespace == true {
        throw Malformed(
            clause: "the variable name \"\(entry.key)\" ends in a blank", remedy: "remove the blank",
            at: .null(at: entry.keyRange))
    }
    return variables
}

/// Labels, or options of a driver, as texts; one without a value is empty.
func labels(_ node: Node) throws(Malformed) -> Node {
    var labels = try assignments(node).mapping ?? Mapping()
    labels.updateValues { key, value in
        if value.isNull { value = value.becoming(.string("")) }
    }
    return node.becoming(.mapping(labels))
}

/// Labels of containers; those that the program gives them itself take the place of others.
func containerLabels(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    let result = try labels(node)
    for entry in result.mapping ?? Mapping() where entry.key.hasPrefix("com.docker.compose.") {
        doubts.append(
            Malformed(
                clause: "\"\(entry.key)\" is one that every container gets, and may be overwritten",
                remedy: "choose another name", at: .null(at: entry.keyRange)))
    }
    return result
}

/// Environment files in their long form.
func environmentFiles(_ node: Node) throws(Malformed) -> Node {
    var files: [Node] = []
    for item in node.listForm {
        var file = item.mapping ?? Mapping()
        if item.string != nil { file["path"] = item }
        file["required"] = try truth(file["required"] ?? item.implying(.bool(true)))
        if let format = file["format"]?.string, !["", "raw"].contains(format) {
            throw Malformed(
                clause: "\"format\" must be raw, found \"\(format)\"", remedy: "write raw, or remove format:",
                at: file["format"])
        }
        files.append(item.becoming(.mapping(file)))
    }
    return node.becoming(.sequence(files))
}
