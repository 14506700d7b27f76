/// A number of bytes with an optional unit of 1024: `64m`, `1.5GiB`, `512`.
struct ByteSize: Sendable, Hashable {
    /// The number of bytes.
    let bytes: Int64
    /// True when the text says more than any machine has; the number is then meaningless.
    let isTooLarge: Bool

    private static let units = "kmgtp"

    /// Reads a size.
    init(_ text: String) throws(Malformed) {
        let problem = Malformed(clause: "\"\(text)\" is no size", remedy: "write it like 64m or 1g")
        guard let last = text.lastIndex(where: { $0.isASCII && $0.isNumber || $0 == "." || $0 == " " }) else {
            throw problem
        }
        let number = text[last] == " " ? text[..<last] : text[...last]
        guard let value = Self.number(number), value >= 0 else { throw problem }
        guard let factor = Self.factor(text[text.index(after: last)...].lowercased()) else { throw problem }
        let size = value * factor
        isTooLarge = size >= 0x1p63
        // The reference keeps the smallest number there is for what is too large.
        bytes = isTooLarge ? .min : Int64(size)
    }

    /// A decimal number, with an exponent or with `_` between digits.
    private static func number(_ text: Substring) -> Double? {
        let allowed = text.allSatisfy { $0.isASCII && $0.isNumber || "._eE+-".contains($0) }
        let digits = text.replacing("_", with: "")
        guard allowed, digits.contains(where: \.isNumber), !text.hasPrefix("_"), !text.hasSuffix("_") else {
            return nil
        }
        return Double(digits.hasSuffix(".") ? digits + "0" : digits.hasPrefix(".") ? "0" + digits : digits)
    }

    /// What a unit multiplies by: `""`, `b`, `k`, `kb`, `kib`.
    private static func factor(_ unit: String) -> Double? {
        guard let letter = unit.first, letter != "b" else { return unit.isEmpty || unit == "b" ? 1 : nil }
        guard let power = units.firstIndex(of: letter), ["", "b", "ib"].contains(unit.dropFirst()) else {
            return nil
        }
        return (0...units.distance(from: units.startIndex, to: power)).reduce(1) { size, _ in size * 1024 }
    }
}
