/// A moment in UTC with the precision of container logs.
public struct LogTimestamp: Sendable, Hashable, Comparable {
    /// Nanoseconds since 1970.
    public let nanoseconds: Int64

    /// A moment by its nanoseconds since 1970.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Orders by time.
    public static func < (one: LogTimestamp, other: LogTimestamp) -> Bool {
        one.nanoseconds < other.nanoseconds
    }
}

extension LogTimestamp: CustomStringConvertible {
    /// `2026-11-21T00:49:55.366755219Z`, always with nine digits.
    public var description: String {
        var text: [UInt8] = []
        append(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Adds the text of `description` to a buffer.
    public func append(to buffer: inout [UInt8]) {
        let (second, rest) = nanoseconds.floored(by: 1_000_000_000)
        let (day, time) = second.floored(by: 86400)
        let date = CivilDate(daysSince1970: day)
        buffer.append(digits: date.year, count: 4)
        buffer.append(UInt8(ascii: "-"))
        buffer.append(digits: date.month, count: 2)
        buffer.append(UInt8(ascii: "-"))
        buffer.append(digits: date.day, count: 2)
        for (separator, part) in [("T", time / 3600), (":", time / 60 % 60), (":", time % 60)]
            as [(Unicode.Scalar, Int64)]
        {
            buffer.append(UInt8(ascii: separator))
            buffer.append(digits: part, count: 2)
        }
        buffer.append(UInt8(ascii: "."))
        buffer.append(digits: rest, count: 9)
        buffer.append(UInt8(ascii: "Z"))
    }
}

extension LogTimestamp {
    /// Reads an RFC 3339 time with an offset or `Z`, and at most nine digits of a second; nil when it is none.
    public init?(_ bytes: ArraySlice<UInt8>) {
        var reader = DigitReader(rest: bytes)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.take("T"), let hour = reader.number(2), reader.take(":"),
            let minute = reader.number(2), reader.take(":"), let second = reader.number(2),
            (1...12).contains(month),
            let fraction = reader.fraction(), let offset = reader.offset(), reader.rest.isEmpty
        else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        // Years are limited to those whose nanoseconds fit.
        guard (1678..<2262).contains(year) else { return nil }
        let seconds = days * 86400 + hour * 3600 + minute * 60 + second - offset
        nanoseconds = seconds * 1_000_000_000 + fraction
    }
}

extension [UInt8] {
    fileprivate mutating func append(digits value: Int64, count digits: Int) {
        var rest = value
        append(contentsOf: repeatElement(0, count: digits))
        for position in 1...digits {
            self[count - position] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }
}

/// Takes numbers of fixed width from the front of bytes.
private struct DigitReader {
    var rest: ArraySlice<UInt8>

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func number(_ width: Int) -> Int64? {
        guard rest.count >= width else { return nil }
        var value: Int64 = 0
        for index in rest.startIndex..<rest.startIndex + width {
            let digit = rest[index] &- UInt8(ascii: "0")
            if digit > 9 { return nil }
            value = value * 10 + Int64(digit)
        }
        rest = rest[(rest.startIndex + width)...]
        return value
    }

    /// Nanoseconds after an optional point.
    mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        let width = rest.prefix { $0 &- UInt8(ascii: "0") <= 9 }.count
        guard (1...9).contains(width), let value = number(width) else { return nil }
        return (width..<9).reduce(value) { scaled, _ in scaled * 10 }
    }

    /// Seconds ahead of UTC.
    mutating func offset() -> Int64? {
        if take("Z") { return 0 }
        let isAhead = take("+")
        guard isAhead || take("-"), let hours = number(2), take(":"), let minutes = number(2) else {
            return nil
        }
        return (isAhead ? 1 : -1) * (hours * 3600 + minutes * 60)
    }
}
