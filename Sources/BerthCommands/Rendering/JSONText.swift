import FoundationEssentials

/// A value as JSON on one line, with sorted keys.
func jsonLine(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

/// A time as the reference prints it: `2026-01-02 15:04:05 +0000 UTC`.
func timestampText(_ time: Double) -> String {
    let text = Date(timeIntervalSince1970: time.rounded(.down)).formatted(.iso8601)
    return text.replacing("T", with: " ").replacing("Z", with: " +0000 UTC")
}

/// Seconds since 1970, at this moment.
func secondsNow() -> Double { Date().timeIntervalSince1970 }
