/// Whether the reference reads a plain text as a date or a date with a time.
///
/// The forms: `Y-M-D`, `Y-M-D h:m:s[.f]` and `Y-M-D(T|t)h:m:s[.f](Z|±hh:mm)` with a year of four digits,
/// the other numbers of one or two; a text that names no real day or time is a string.
func isTimestamp(_ text: String) -> Bool {
    var cursor = DateCursor(rest: Array(text.utf8)[...])
    guard cursor.date() else { return false }
    if cursor.rest.isEmpty { return true }
    if cursor.skip(" ") { return cursor.time() && cursor.rest.isEmpty }
    guard cursor.skip("T") || cursor.skip("t") else { return false }
    return cursor.time() && cursor.zone() && cursor.rest.isEmpty
}

private struct DateCursor {
    var rest: ArraySlice<UInt8>

    mutating func date() -> Bool {
        let leading = rest.prefix { isDigit($0) }.count
        guard leading == 4, let year = number(digits: 4...4, in: 0...9999), skip("-"),
            let month = number(digits: 1...2, in: 1...12), skip("-")
        else { return false }
        return number(digits: 1...2, in: 1...days(in: month, year)) != nil
    }

    mutating func time() -> Bool {
        guard number(digits: 1...2, in: 0...23) != nil, skip(":"), number(digits: 1...2, in: 0...59) != nil,
            skip(":"), number(digits: 1...2, in: 0...59) != nil
        else { return false }
        guard rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") else { return true }
        let fraction = rest.dropFirst().prefix { isDigit($0) }.count
        rest.removeFirst(fraction + 1)
        return fraction > 0
    }

    mutating func zone() -> Bool {
        if skip("Z") { return true }
        guard skip("+") || skip("-") else { return false }
        return number(digits: 2...2, in: 0...24) != nil && skip(":")
            && number(digits: 2...2, in: 0...60) != nil
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func number(digits: ClosedRange<Int>, in values: ClosedRange<Int>) -> Int? {
        let found = rest.prefix(digits.upperBound).prefix { isDigit($0) }
        guard found.count >= digits.lowerBound else { return nil }
        rest.removeFirst(found.count)
        let value = found.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return values.contains(value) ? value : nil
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private func days(in month: Int, _ year: Int) -> Int {
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}
