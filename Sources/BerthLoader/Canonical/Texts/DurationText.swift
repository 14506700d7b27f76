/// A duration as Go writes it, extended by days and weeks: `1m30s`, `1.5h`, `2w3d`.
struct DurationText: Sendable, Hashable {
    /// The length in nanoseconds.
    let nanoseconds: Int64

    /// Reads a duration; `0` needs no unit.
    init(_ text: String) throws(Malformed) {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        guard !rest.isEmpty else { throw Malformed(noDuration: text) }
        if rest == "0" { rest = "" }
        var total = 0.0
        var whole: Int64 = 0
        while !rest.isEmpty {
            let part = try DurationPart(startOf: &rest, in: text)
            total += part.length
            guard total < 9.2233720368e18 else {
                throw Malformed(clause: "\"\(text)\" is longer than 292 years", remedy: "write a shorter one")
            }
            whole += part.nanoseconds
        }
        nanoseconds = isNegative ? -whole : whole
    }

    /// The text that Go prints: hours, minutes and seconds, or one smaller unit.
    var text: String {
        let size = nanoseconds.magnitude
        let sign = nanoseconds < 0 ? "-" : ""
        if size == 0 { return "0s" }
        if size < 1_000 { return "\(sign)\(size)ns" }
        if size < 1_000_000 { return "\(sign)\(Self.decimal(size, over: 1_000))µs" }
        if size < 1_000_000_000 { return "\(sign)\(Self.decimal(size, over: 1_000_000))ms" }
        let minutes = size / 60_000_000_000
        let seconds = "\(Self.decimal(size % 60_000_000_000, over: 1_000_000_000))s"
        if minutes == 0 { return sign + seconds }
        if minutes < 60 { return "\(sign)\(minutes)m\(seconds)" }
        return "\(sign)\(minutes / 60)h\(minutes % 60)m\(seconds)"
    }

    private static func decimal(_ value: UInt64, over unit: UInt64) -> String {
        var fraction = String(String(unit + value % unit).dropFirst())
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(value / unit)" + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    /// The value.
    var duration: Duration { .nanoseconds(nanoseconds) }
}

/// A number with its unit.
private struct DurationPart {
    private let number: Substring
    private let value: Double
    private let unit: Double

    private static let units: [(name: String, nanoseconds: Double)] = [
        ("ns", 1), ("us", 1e3), ("µs", 1e3), ("μs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9),
        ("d", 86400e9), ("w", 604_800e9),
    ]

    /// Takes the first part off the rest of a text.
    init(startOf rest: inout Substring, in text: String) throws(Malformed) {
        number = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        rest = rest[number.endIndex...]
        let name = rest.prefix { !($0.isASCII && $0.isNumber) && $0 != "." }
        rest = rest[name.endIndex...]
        let padded = "0\(number)\(number.hasSuffix(".") ? "0" : "")"
        guard number.contains(where: \.isNumber), let value = Double(padded) else {
            throw Malformed(noDuration: text)
        }
        guard !name.isEmpty else {
            throw Malformed(clause: "\"\(text)\" has a number without a unit", remedy: "write it like 90s")
        }
        guard let unit = Self.units.first(where: { $0.name == name }) else {
            throw Malformed(
                clause: "\"\(text)\" has the unknown unit \"\(name)\"", remedy: "use ms, s, m, h, d or w")
        }
        self.value = value
        self.unit = unit.nanoseconds
    }

    /// The nanoseconds, rounded to what such a number can hold.
    var length: Double { value * unit }

    /// The nanoseconds, exact where the number has no fraction; they must fit.
    var nanoseconds: Int64 {
        if let count = Int64(number) {
            let (product, overflows) = count.multipliedReportingOverflow(by: Int64(unit))
            if !overflows { return product }
        }
        return Int64(length.rounded())
    }
}

extension Malformed {
    fileprivate init(noDuration text: String) {
        self.init(clause: "\"\(text)\" is no duration", remedy: "write it like 90s or 1m30s")
    }
}
