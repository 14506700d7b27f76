public import BerthModel
public import OCIRuntime

/// A moment as people give it to `--since` and `--until`.
public struct LogMoment: Sendable, Hashable {
    /// The moment.
    public let timestamp: LogTimestamp

    /// Reads a duration before now (`1h30m`), seconds since 1970 (`1795221000.5`), or an RFC 3339 time.
    ///
    /// A time may lack its end, from the seconds' fraction up to all but the date; without an offset it is local
    /// time, so many seconds ahead of UTC.
    public init(parsing text: String, now: LogTimestamp, localOffset: Int = 0) throws(Failure) {
        if let age = duration(text) {
            timestamp = LogTimestamp(nanoseconds: now.nanoseconds - age)
        } else if let seconds = decimalSeconds(text) {
            timestamp = LogTimestamp(nanoseconds: seconds)
        } else if let time = time(text, localOffset) {
            timestamp = time
        } else {
            throw Failure(
                .usage, "\"\(text)\" is not a time",
                remedy:
                    "give a duration such as 10m, a time such as 2026-11-21T00:49:55Z, or seconds since 1970")
        }
    }
}

private let nanosecondsOfUnit: [(unit: String, nanoseconds: Double)] = [
    ("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9),
]

/// Numbers with units, such as `1h30m` or `1.5s`.
private func duration(_ text: String) -> Int64? {
    var rest = text[...]
    var total = 0.0
    repeat {
        let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        let unit = rest.dropFirst(digits.count).prefix { $0.isLetter }
        guard let number = Double(digits), let known = nanosecondsOfUnit.first(where: { $0.unit == unit })
        else {
            return nil
        }
        total += number * known.nanoseconds
        rest = rest.dropFirst(digits.count + unit.count)
    } while !rest.isEmpty
    return Int64(exactly: total.rounded())
}

/// Seconds with up to nine digits after a point, in nanoseconds.
private func decimalSeconds(_ text: String) -> Int64? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count > 1 ? parts[1] : "0"
    guard let seconds = Int64(parts[0]), (1...9).contains(fraction.count), fraction.allSatisfy(\.isNumber),
        let value = Int64(fraction + String(repeating: "0", count: 9 - fraction.count))
    else { return nil }
    let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflows ? nil : whole + value
}

/// An RFC 3339 time whose end may be missing.
private func time(_ text: String, _ localOffset: Int) -> LogTimestamp? {
    // What is missing of the longest form, by the length of what is there without an offset.
    let missing = [10: "T00:00:00", 13: ":00:00", 16: ":00"]
    let date = text.prefix(10)
    let clock = text.dropFirst(10).prefix { $0 != "Z" && $0 != "+" && $0 != "-" }
    let offset = text.dropFirst(date.count + clock.count)
    let end = missing[date.count + clock.count] ?? ""
    let zone = offset.isEmpty ? "Z" : String(offset)
    guard let time = LogTimestamp(Array((date + clock + end + zone).utf8)[...]) else { return nil }
    let shift = offset.isEmpty ? Int64(localOffset) * 1_000_000_000 : 0
    return LogTimestamp(nanoseconds: time.nanoseconds - shift)
}
