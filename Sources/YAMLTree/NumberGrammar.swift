extension ScalarValue {
    /// The number a text spells, nil when it spells none.
    ///
    /// Prefixes `0x`, `0o`, `0b` and a leading zero (octal) choose the base; `_` may stand anywhere but in a
    /// text that begins with a point. A text such as `08` that is no octal number is read as a float.
    init?(number text: String) {
        let beginsWithPoint = text.utf8.first == UInt8(ascii: ".")
        let digits = beginsWithPoint ? Array(text.utf8) : text.utf8.filter { $0 != UInt8(ascii: "_") }
        if !beginsWithPoint, let integer = ScalarValue(integer: digits) {
            self = integer
        } else if isDecimal(digits), let value = Double(String(decoding: digits, as: UTF8.self)),
            value.isFinite
        {
            self = .float(value)
        } else {
            return nil
        }
    }

    private init?(integer text: [UInt8]) {
        var digits = text[...]
        let sign = digits.first
        let isSigned = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
        if isSigned { digits.removeFirst() }
        guard let magnitude = magnitude(of: digits) else { return nil }
        if sign == UInt8(ascii: "-") {
            guard let value = Int64(exactly: -Int128(magnitude)) else { return nil }
            self = .int(value)
        } else if let value = Int64(exactly: magnitude) {
            self = .int(value)
        } else if !isSigned {
            self = .unsigned(magnitude)
        } else {
            return nil
        }
    }
}

/// The value of unsigned digits in the base that their prefix chooses.
private func magnitude(of digits: ArraySlice<UInt8>) -> UInt64? {
    guard digits.first == UInt8(ascii: "0"), digits.count > 1 else { return value(of: digits, base: 10) }
    let rest = digits.dropFirst(2)
    return switch digits[digits.startIndex + 1] | 0x20 {
    case UInt8(ascii: "x"): value(of: rest, base: 16)
    case UInt8(ascii: "o"): value(of: rest, base: 8)
    case UInt8(ascii: "b"): value(of: rest, base: 2)
    default: value(of: digits.dropFirst(), base: 8)
    }
}

private func value(of digits: ArraySlice<UInt8>, base: UInt64) -> UInt64? {
    guard !digits.isEmpty else { return nil }
    var value: UInt64 = 0
    for digit in digits {
        guard let next = hexValue(of: digit), next < base else { return nil }
        let (product, overflows) = value.multipliedReportingOverflow(by: base)
        let (sum, carries) = product.addingReportingOverflow(next)
        guard !overflows, !carries else { return nil }
        value = sum
    }
    return value
}

private func hexValue(of digit: UInt8) -> UInt64? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(digit - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(digit - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(digit - UInt8(ascii: "A")) + 10
    default: nil
    }
}

/// Whether the text is a decimal number with at most a sign, a point and an exponent.
private func isDecimal(_ text: [UInt8]) -> Bool {
    var rest = text[...]
    func skipDigits() -> Int {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        rest.removeFirst(digits)
        return digits
    }
    func skip(_ characters: String) -> Bool {
        guard let first = rest.first, characters.utf8.contains(first) else { return false }
        rest.removeFirst()
        return true
    }
    _ = skip("+-")
    let whole = skipDigits()
    let fraction = skip(".") ? skipDigits() : 0
    guard whole + fraction > 0 else { return false }
    guard skip("eE") else { return rest.isEmpty }
    _ = skip("+-")
    return skipDigits() > 0 && rest.isEmpty
}
