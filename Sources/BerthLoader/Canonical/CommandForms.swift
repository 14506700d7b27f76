import YAMLTree

/// The arguments of a command that is one text; what the format drops of it is reported.
func arguments(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node {
    guard let line = node.string else { return node }
    let split = try ShellWords(line)
    if !split.dropped.isEmpty {
        let dropped = split.dropped.split(separator: "\n", omittingEmptySubsequences: false)
        let more = dropped.count > 1 ? " and what follows" : ""
        doubts.append(
            Malformed(
                clause: "\"\(dropped[0])\"\(more) is dropped, for no shell runs this",
                remedy: "write [\"sh\", \"-c\", \"...\"], or put the operator in quotes"))
    }
    return node.becoming(.sequence(split.words.map { node.becoming(.string($0)) }))
}

/// The probe of a health check as a list; an empty one is left out, for it means the image's.
func probe(_ node: Node) throws(Malformed) -> Node? {
    if let line = node.string {
        return node.becoming(
            .sequence(
                [node.becoming(.string("CMD-SHELL")), node.becoming(.string(line))]))
    }
    guard let words = node.sequence, let first = words.first?.string else { return nil }
    guard ["CMD", "CMD-SHELL", "NONE"].contains(first) else {
        throw Malformed(
            "must begin with CMD, CMD-SHELL or NONE, found \"\(first)\"", remedy: "write [CMD, \(first), ...]"
        )
    }
    guard first == "NONE" || words.count > 1 else {
        throw Malformed("has no command after \(first)", remedy: "write [\(first), COMMAND]")
    }
    if first == "CMD-SHELL", words.count > 2 {
        throw Malformed(
            "takes one text after CMD-SHELL, found \(words.count - 1)",
            remedy: "write it as one text, or use CMD")
    }
    return node
}
