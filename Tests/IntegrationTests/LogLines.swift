import Foundation

/// The parts of a line of `berth logs -t`: `web-1  | 2026-01-02T15:04:05.123456789Z text`.
extension String {
    /// The container in front, such as `web-1`.
    var logPrefix: String? {
        split(separator: "|", maxSplits: 1).first.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// The time, which sorts as text.
    var logTime: String? {
        let time = #/\| (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z) /#
        return firstMatch(of: time).map { String($0.1) }
    }
}
