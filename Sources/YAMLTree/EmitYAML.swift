/// Writes a node as one block-style document, in the layout of the reference's `config`.
///
/// Loading the result gives an equal node. Keys keep their order; tags, places and styles are not written.
/// A string is left plain, or quoted, or written as a literal block, as go-yaml 3 would.
public func emitYAML(_ node: Node) -> String {
    var emitter = YAMLEmitter()
    emitter.write(node)
    return String(decoding: emitter.output.bytes, as: UTF8.self)
}

/// The document while it is written; the cursor is at the beginning of a line between calls.
private struct YAMLEmitter {
    var output = ByteText()

    mutating func write(_ node: Node) {
        if !writeBlock(of: node, indent: 0) { writeLine(node, indent: 2) }
    }

    /// Writes a collection with content below the current line's start, and tells whether there was one.
    ///
    /// The first entry continues the line when that has been begun by "- ".
    private mutating func writeBlock(of node: Node, indent: Int, continuesLine: Bool = false) -> Bool {
        switch node.content {
        case .sequence(let items) where !items.isEmpty:
            for (index, item) in items.enumerated() {
                output.pad(continuesLine && index == 0 ? 0 : indent)
                writeItem(item, after: "-", indent: indent)
            }
        case .mapping(let mapping) where !mapping.isEmpty:
            for (index, entry) in mapping.entries.enumerated() {
                output.pad(continuesLine && index == 0 ? 0 : indent)
                write(entry, indent: indent)
            }
        default: return false
        }
        return true
    }

    private mutating func write(_ entry: Mapping.Entry, indent: Int) {
        let key = ScalarText(string: entry.key)
        guard entry.key.utf8.count <= ScalarText.longestSimpleKey, !key.isBlock else {
            // A key too long to be found by a parser's look-ahead has to be announced.
            writeItem(.string(entry.key), after: "?", indent: indent)
            output.pad(indent)
            return writeItem(entry.value, after: ":", indent: indent)
        }
        output += key.line
        output += ":"
        if isBlock(entry.value) {
            output += "\n"
            _ = writeBlock(of: entry.value, indent: indent + 2)
        } else {
            output += " "
            writeLine(entry.value, indent: indent + 2)
        }
    }

    private mutating func writeItem(_ item: Node, after indicator: String, indent: Int) {
        output += indicator
        output += " "
        if !writeBlock(of: item, indent: indent + 2, continuesLine: true) {
            writeLine(item, indent: indent + 2)
        }
    }

    /// Writes what begins on the current line: a scalar or an empty collection.
    private mutating func writeLine(_ node: Node, indent: Int) {
        switch node.content {
        case .sequence: output += "[]\n"
        case .mapping: output += "{}\n"
        case .scalar(let scalar):
            let written = ScalarText(scalar.value)
            output += written.line
            output += "\n"
            for line in written.block {
                if !line.isEmpty { output.pad(indent) }
                output += line
                output += "\n"
            }
        }
    }

    private func isBlock(_ node: Node) -> Bool {
        switch node.content {
        case .sequence(let items): !items.isEmpty
        case .mapping(let mapping): !mapping.isEmpty
        case .scalar: false
        }
    }

}
