/// The text that standard, padded base64 spells, line breaks in it ignored; nil when it is malformed.
///
/// Bytes that are no UTF-8 become replacement characters: no attribute of a file holds raw bytes.
func decodeBase64(_ text: String) -> String? {
    let symbols = text.utf8.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    guard symbols.count.isMultiple(of: 4) else { return nil }
    let padding = symbols.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard padding <= 2 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(symbols.count / 4 * 3)
    var bits: UInt32 = 0
    for (index, symbol) in symbols.enumerated() {
        let isPadding = index >= symbols.count - padding
        guard let value = isPadding ? 0 : base64Value(of: symbol) else { return nil }
        bits = bits << 6 | value
        guard index % 4 == 3 else { continue }
        bytes += [
            UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
            UInt8(truncatingIfNeeded: bits),
        ]
    }
    return String(decoding: bytes.dropLast(padding), as: UTF8.self)
}

private func base64Value(of symbol: UInt8) -> UInt32? {
    switch symbol {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(symbol - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(symbol - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(symbol - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
}
