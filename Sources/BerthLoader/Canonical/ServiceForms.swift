import YAMLTree

/// The arguments of a command that is one text.
func arguments(_ node: Node) throws(Malformed) -> Node {
    guard let line = node.string else { return node }
    return .sequence(try shellWords(line).map { .string($0, at: node.range) }, at: node.range)
}

/// The probe of a health check as a list; an empty one is left out, for it means the image's.
func probe(_ node: Node) throws(Malformed) -> Node? {
    if let line = node.string {
        return .sequence(
            [.string("CMD-SHELL", at: node.range), .string(line, at: node.range)], at: node.range)
    }
    guard let words = node.sequence, let first = words.first?.string else { return nil }
    guard ["CMD", "CMD-SHELL", "NONE"].contains(first) else {
        throw Malformed(
            "must begin with CMD, CMD-SHELL or NONE, found \"\(first)\"", remedy: "write [CMD, \(first), ...]"
        )
    }
    guard first == "NONE" || words.count > 1 else { throw Malformed("has no command after \(first)") }
    if first == "CMD-SHELL", words.count > 2 {
        throw Malformed(
            "takes one text after CMD-SHELL, found \(words.count - 1)",
            remedy: "write it as one text, or use CMD")
    }
    return node
}

/// A container's name.
func containerName(_ node: Node) throws(Malformed) -> Node {
    guard let text = node.string else { return node }
    let scalars = text.unicodeScalars
    let isRight =
        scalars.count > 1 && scalars.allSatisfy { $0.isNameCharacter || $0 == "." }
        && !"_.-".unicodeScalars.contains(scalars[scalars.startIndex])
    guard isRight else {
        throw Malformed(
            "must have at least two letters, digits, \"_\", \".\" or \"-\" and begin with a letter or digit, "
                + "found \"\(text)\"")
    }
    return node
}

/// The services waited for, each with its condition.
func dependencies(_ node: Node) throws(Malformed) -> Node {
    guard var entries = node.dependencyEntries else { return node }
    entries.updateValues { (key: String, value: inout Node) in
        guard var dependency = value.mapping else { return }
        dependency["required"] = dependency["required"] ?? value.implying(.bool(true))
        value.content = .mapping(dependency)
    }
    return .mapping(entries, at: node.range)
}

/// Networks by name.
func networks(_ node: Node) throws(Malformed) -> Node {
    guard let entries = node.entries else { return node }
    return .mapping(entries, at: node.range)
}

/// A static address.
func ipv4Address(_ node: Node) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    guard IPAddressText.ipv4(text) != nil else {
        throw Malformed("must be an IPv4 address, found \"\(text)\"")
    }
    return node
}
