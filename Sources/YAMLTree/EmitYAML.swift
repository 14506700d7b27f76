/// Writes a node as one block-style document, in the layout of the reference's `config`.
///
/// Loading the result gives an equal node. Keys keep their order; tags, places and styles are not written.
/// A string is left plain, or quoted, or written as a literal block, as go-yaml 3 would.
public func emitYAML(_ node: Node) -> String {
    var emitter = YAMLEmitter()
    emitter.write(node)
    return emitter.text
}

/// The document while it is written; the cursor is at the beginning of a line between calls.
private struct YAMLEmitter {
    var text = ""

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
                pad(to: continuesLine && index == 0 ? 0 : indent)
                writeItem(item, after: "-", indent: indent)
            }
        case .mapping(let mapping) where !mapping.isEmpty:
            for (index, entry) in mapping.entries.enumerated() {
                pad(to: continuesLine && index == 0 ? 0 : indent)
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
            pad(to: indent)
            return writeItem(entry.value, after: ":", indent: indent)
        }
        text += key.line + ":"
        if isBlock(entry.value) {
            text += "\n"
            _ = writeBlock(of: entry.value, indent: indent + 2)
        } else {
            text += " "
            writeLine(entry.value, indent: indent + 2)
        }
    }

    private mutating func writeItem(_ item: Node, after indicator: String, indent: Int) {
        text += indicator + " "
        if !writeBlock(of: item, indent: indent + 2, continuesLine: true) {
            writeLine(item, indent: indent + 2)
        }
    }

    /// Writes what begins on the current line: a scalar or an empty collection.
    private mutating func writeLine(_ node: Node, indent: Int) {
        switch node.content {
        case .sequence: text += "[]\n"
        case .mapping: text += "{}\n"
        case .scalar(let scalar):
            let written = ScalarText(scalar.value)
            text += written.line + "\n"
            for line in written.block {
                if !line.isEmpty { pad(to: indent) }
                text += line + "\n"
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

    private mutating func pad(to indent: Int) { text += String(repeating: " ", count: indent) }
}
