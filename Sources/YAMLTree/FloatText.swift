/// The shortest decimal digits that read back as the same number, and where the point stands.
struct ShortestDecimal {
    /// The digits without leading or trailing zeros; "0" for zero.
    let digits: [UInt8]
    /// The point stands after this many digits.
    let point: Int
    /// True below zero and for minus zero.
    let isNegative: Bool

    /// Takes a finite number apart.
    init(_ value: Double) {
        isNegative = value.sign == .minus
        // The standard library prints the shortest digits, as "12.5", "1e+20" or "5e-05".
        let parts = value.magnitude.description.split(separator: "e")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let all = Array(mantissa.joined().utf8)
        let significant = all.drop { $0 == UInt8(ascii: "0") }
        let leadingZeros = all.count - significant.count
        let trailingZeros = significant.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        let trimmed = Array(significant.dropLast(trailingZeros))
        digits = trimmed.isEmpty ? [UInt8(ascii: "0")] : trimmed
        point = trimmed.isEmpty ? 1 : mantissa[0].utf8.count + exponent - leadingZeros
    }

    private var sign: String { isNegative ? "-" : "" }

    /// Digits with the point among them: `12.5`.
    var fixed: String {
        let text = String(decoding: digits, as: UTF8.self)
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + text }
        if point >= digits.count { return sign + text + String(repeating: "0", count: point - digits.count) }
        return sign + text.prefix(point) + "." + text.dropFirst(point)
    }

    /// One digit before the point and a power of ten: `1.25e+06`.
    func scientific(exponentDigits: Int) -> String {
        let text = String(decoding: digits, as: UTF8.self)
        let fraction = digits.count > 1 ? "." + text.dropFirst() : ""
        let exponent = String((point - 1).magnitude)
        let padding = String(repeating: "0", count: max(0, exponentDigits - exponent.count))
        return sign + text.prefix(1) + fraction + (point < 1 ? "e-" : "e+") + padding + exponent
    }
}

/// A number as the reference writes it in YAML (Go's `%g` with the shortest digits).
public func yamlText(of value: Double) -> String {
    if value.isNaN { return ".nan" }
    if value.isInfinite { return value > 0 ? ".inf" : "-.inf" }
    let decimal = ShortestDecimal(value)
    return decimal.point < -3 || decimal.point > 6 ? decimal.scientific(exponentDigits: 2) : decimal.fixed
}
