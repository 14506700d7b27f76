/// Writes a node as JSON, indented by two and without a final line feed, with the escapes of the reference.
///
/// Keys keep their order. A number that JSON cannot hold (infinite, not a number) is written as null,
/// a date as a string.
public func emitJSON(_ node: Node) -> String {
    var emitter = JSONEmitter()
    emitter.write(node, indent: 0)
    return emitter.text
}

private struct JSONEmitter {
    var text = ""

    mutating func write(_ node: Node, indent: Int) {
        switch node.content {
        case .scalar(let scalar): write(scalar.value)
        case .sequence(let items):
            writeCollection(items, brackets: ("[", "]"), indent: indent) { emitter, item in
                emitter.write(item, indent: indent + 2)
            }
        case .mapping(let mapping):
            writeCollection(mapping.entries, brackets: ("{", "}"), indent: indent) { emitter, entry in
                emitter.write(entry.key)
                emitter.text += ": "
                emitter.write(entry.value, indent: indent + 2)
            }
        }
    }

    private mutating func writeCollection<Element>(
        _ elements: [Element], brackets: (String, String), indent: Int,
        write: (inout JSONEmitter, Element) -> Void
    ) {
        text += brackets.0
        for (index, element) in elements.enumerated() {
            text += (index == 0 ? "\n" : ",\n") + String(repeating: " ", count: indent + 2)
            write(&self, element)
        }
        if !elements.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
        text += brackets.1
    }

    private mutating func write(_ value: ScalarValue) {
        switch value {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .unsigned(let value): text += String(value)
        case .float(let value): text += jsonText(of: value)
        case .string(let string), .timestamp(let string): write(string)
        }
    }

    private mutating func write(_ string: String) {
        text += "\""
        if string.utf8.allSatisfy(isWrittenAsIs) {
            text += string
        } else {
            for scalar in string.unicodeScalars { escape(scalar) }
        }
        text += "\""
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\u{8}": text += "\\b"
        case "\u{C}": text += "\\f"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case "\0"..<" ", "<", ">", "&", "\u{2028}", "\u{2029}":
            let digits = String(scalar.value, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: text.unicodeScalars.append(scalar)
        }
    }
}

/// Whether a byte needs no escape, whatever stands around it.
private func isWrittenAsIs(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
        false
    default: (0x20...0x7E).contains(byte)
    }
}

/// A number as Go's JSON encoder writes it.
private func jsonText(of value: Double) -> String {
    guard value.isFinite else { return "null" }
    let isWide = value != 0 && (value.magnitude < 1e-6 || value.magnitude >= 1e21)
    let decimal = ShortestDecimal(value)
    return isWide ? decimal.scientific(exponentDigits: 1) : decimal.fixed
}
