/// Writes a node as JSON, indented by two and without a final line feed, with the escapes of the reference.
///
/// Keys keep their order. A number that JSON cannot hold (infinite, not a number) is written as null,
/// a date as a string.
public func emitJSON(_ node: Node) -> String { String(decoding: emitJSONBytes(node), as: UTF8.self) }

/// The UTF-8 of a node's JSON, as `emitJSON` writes it.
public func emitJSONBytes(_ node: Node) -> [UInt8] {
    var emitter = JSONEmitter()
    emitter.write(node, indent: 0)
    return emitter.output.bytes
}

private struct JSONEmitter {
    var output = ByteText()

    mutating func write(_ node: Node, indent: Int) {
        switch node.content {
        case .scalar(let scalar): write(scalar.value)
        case .sequence(let items):
            output += "["
            for (index, item) in items.enumerated() {
                beginElement(index, indent: indent)
                write(item, indent: indent + 2)
            }
            endElements(items.count, indent: indent)
            output += "]"
        case .mapping(let mapping):
            output += "{"
            for (index, entry) in mapping.entries.enumerated() {
                beginElement(index, indent: indent)
                write(entry.key)
                output += ": "
                write(entry.value, indent: indent + 2)
            }
            endElements(mapping.count, indent: indent)
            output += "}"
        }
    }

    private mutating func beginElement(_ index: Int, indent: Int) {
        output += index == 0 ? "\n" : ",\n"
        output.pad(indent + 2)
    }

    private mutating func endElements(_ count: Int, indent: Int) {
        guard count > 0 else { return }
        output += "\n"
        output.pad(indent)
    }

    private mutating func write(_ value: ScalarValue) {
        switch value {
        case .null: output += "null"
        case .bool(let value): output += value ? "true" : "false"
        case .int(let value): output += String(value)
        case .unsigned(let value): output += String(value)
        case .float(let value): output += jsonText(of: value)
        case .string(let string), .timestamp(let string): write(string)
        }
    }

    private mutating func write(_ string: String) {
        output += "\""
        if string.utf8.allSatisfy(isWrittenAsIs) {
            output += string
        } else {
            for scalar in string.unicodeScalars { escape(scalar) }
        }
        output += "\""
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": output += "\\\""
        case "\\": output += "\\\\"
        case "\u{8}": output += "\\b"
        case "\u{C}": output += "\\f"
        case "\n": output += "\\n"
        case "\r": output += "\\r"
        case "\t": output += "\\t"
        // The last four are legal, but end a line or have no place in YAML, which JSON is read as.
        case "\0"..<" ", "<", ">", "&", "\u{2028}", "\u{2029}", "\u{7F}"..."\u{9F}", "\u{FEFF}":
            let digits = String(scalar.value, radix: 16)
            output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: output += String(scalar)
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
