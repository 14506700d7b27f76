import YAMLTree

/// A duration in the form in which it is printed.
func duration(_ node: Node) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    return node.becoming(.string(try DurationText(text).text))
}

/// A whole number, from a number or a text with one.
func wholeNumber(_ node: Node) throws(Malformed) -> Node {
    switch node.value {
    case .float(let value) where value.magnitude < 1e15: return node.becoming(.int(Int64(value)))
    case .string(let text):
        guard let value = Int64(text) else { throw Malformed("must be a whole number, found \"\(text)\"") }
        return node.becoming(.int(value))
    case .float, .unsigned:
        throw Malformed("must be a whole number of at most \(Int64.max), found \(node.plainText ?? "")")
    default: return node
    }
}

/// A number of something, which cannot be negative.
func count(_ node: Node) throws(Malformed) -> Node {
    let number = try wholeNumber(node)
    guard case .int(let value) = number.value, value >= 0 else {
        throw Malformed("must be 0 or more, found \(number.plainText ?? "")")
    }
    return number
}

/// A number of attempts, whose fraction the format cuts off.
func attempts(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node {
    let number = try count(node)
    if case .float = node.value, number != node {
        doubts.append(Malformed("is cut off to \(number.plainText ?? "")", remedy: "write a whole number"))
    }
    return number
}

/// A boolean, from one or from a text with one.
func truth(_ node: Node) throws(Malformed) -> Node {
    guard let text = node.string else { return node }
    switch text.lowercased() {
    case "true": return node.becoming(.bool(true))
    case "false": return node.becoming(.bool(false))
    default: throw Malformed("must be true or false, found \"\(text)\"")
    }
}

/// A list of at least one text.
func textList(_ node: Node) throws(Malformed) -> Node { node.becoming(.sequence(node.listForm)) }

/// Permissions: a number as YAML has read it.
func fileMode(_ node: Node) throws(Malformed) -> Node {
    guard let text = node.string else { return node }
    guard let mode = Int64(text, radix: 8), (0...0o7777).contains(mode) else {
        throw Malformed(
            "must be permissions in octal digits, found \"\(text)\"", remedy: "write it like 0440")
    }
    return node.becoming(.int(mode))
}

/// A scalar as a text.
func text(_ node: Node) throws(Malformed) -> Node {
    node.plainText.map { node.becoming(.string($0)) } ?? node
}
