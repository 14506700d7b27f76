import YAMLTree

/// A container's name.
func containerName(_ node: Node) throws(Malformed) -> Node {
    guard let text = node.string else { return node }
    guard text.isName, text.utf8.count > 1, !"_.-".contains(text.prefix(1)) else {
        throw Malformed(
            "must have at least two letters, digits, \"_\", \".\" or \"-\" and begin with a letter or digit, "
                + "found \"\(text)\"")
    }
    return node
}

/// A mount of a file system in memory: `PATH[:OPTIONS]`.
func mountInMemory(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> [Node] {
    if let text = node.string, !text.hasPrefix("/") {
        doubts.append(
            Malformed(clause: "\"\(text)\" does not begin with an absolute path", remedy: "write /\(text)"))
    }
    return [node]
}

/// A directory in a container.
func workingDirectory(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    if !text.hasPrefix("/") {
        doubts.append(Malformed("must be an absolute path, found \"\(text)\"", remedy: "write /\(text)"))
    }
    return node
}

/// The name of a machine: labels of letters, digits and `-` with dots between them.
func hostname(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    let isRight =
        text.utf8.count <= 64 && text.isName && !"-.".contains(text.prefix(1))
        && !"-.".contains(text.suffix(1)) && !text.contains("..")
    if !isRight {
        doubts.append(
            Malformed(
                "must be a host name of at most 64 characters, found \"\(text)\"",
                remedy: "use letters, digits, \".\" and \"-\""))
    }
    return node
}

/// A system and processor: `linux/arm64/v8`.
func platform(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    let parts = text.components(separatedBy: "/")
    if parts.count > 3 || !parts.allSatisfy(\.isName) {
        doubts.append(
            Malformed(clause: "\"\(text)\" is no platform", remedy: "write it like linux/arm64"))
    }
    return node
}
