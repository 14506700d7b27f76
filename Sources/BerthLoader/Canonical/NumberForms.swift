import YAMLTree

/// A number of bytes as a text; nothing for none, which means that nothing was set.
///
/// A negative number stays one, for a text with one would not be read again.
func byteSize(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    switch node.value {
    case .int(0): return nil
    case .int(let bytes) where bytes < 0: return node
    case .int(let bytes): return node.becoming(.string("\(bytes)"))
    case .float:
        // The reference drops fractions without a word.
        doubts.append(
            Malformed(
                clause: "\(node.scalar?.text ?? "") is no whole number of bytes and is left out",
                remedy: "write a unit, like 1.5g"))
        return nil
    case .string(let text): return try size(text, at: node, &doubts)
    default: throw Malformed(clause: "\(node.plainText ?? "") is no size", remedy: "write it like 64m or 1g")
    }
}

private func size(_ text: String, at node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    guard text != "-1" else {
        throw Malformed(clause: "\"-1\" is no size", remedy: "write -1 without quotes to mean no limit")
    }
    let size = try ByteSize(text)
    if size.isTooLarge {
        doubts.append(
            Malformed(clause: "\"\(text)\" is more than a machine can have", remedy: "leave it out"))
    }
    if size.bytes < 0 { return node.becoming(.int(size.bytes)) }
    return size.bytes == 0 ? nil : node.becoming(.string("\(size.bytes)"))
}

/// A whole number of at least so much; nothing for 0, which means that nothing was set.
func number(in range: ClosedRange<Int64>) -> CanonicalForm {
    .weighed { (node, doubts) throws(Malformed) in
        let number = try wholeNumber(node)
        guard case .int(let value) = number.value else { return node }
        guard range.contains(value) else {
            throw Malformed("must be \(wanted(range)), found \(number.plainText ?? "")")
        }
        if case .float(let written) = node.value, written != Double(value) {
            doubts.append(
                Malformed(
                    clause: "the fraction of \(node.plainText ?? "") is left out",
                    remedy: "write a whole number"))
        }
        return value == 0 ? nil : number
    }
}

/// A whole number of the kernel's, of which the reference refuses none.
let anyNumber = number(in: .min ... .max)

private func wanted(_ range: ClosedRange<Int64>) -> String {
    range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
}

/// A number with a fraction, in the precision of the reference; nothing for 0.
func fraction(_ node: Node) throws(Malformed) -> Node? {
    let text = node.plainText ?? ""
    guard let value = Float(text), value.isFinite else {
        throw Malformed("must be a number, found \"\(text)\"")
    }
    if value == 0 { return nil }
    // The shortest digits of the lower precision: 0.1 stays 0.1.
    guard let shortest = Double("\(value)") else { return node }
    if let whole = Int64(exactly: shortest) { return node.becoming(.int(whole)) }
    return node.becoming(.float(shortest))
}

/// A share of all processors in whole percents.
func percentage(_ node: Node) throws(Malformed) -> Node? {
    let number = try fraction(node)
    guard let number else { return nil }
    guard case .int(let value) = number.value, (0...100).contains(value) else {
        throw Malformed("must be a whole number from 0 to 100, found \(node.plainText ?? "")")
    }
    return number
}

/// A number of processors, which should not be negative.
func processors(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    let number = try fraction(node)
    if let text = number?.plainText, text.hasPrefix("-") {
        doubts.append(Malformed("must be more than 0, found \(text)"))
    }
    return number
}
