public import OCIRuntime

/// How lines become messages for a syslog receiver.
public struct SyslogFormat: Sendable, Hashable {
    /// The head of a message.
    public enum Head: String, Sendable, Hashable, CaseIterable {
        /// As programs write to the local receiver: RFC 3164 without the host.
        case local = ""
        /// RFC 3164.
        case rfc3164
        /// RFC 5424, with times of seconds.
        case rfc5424
        /// RFC 5424, with times of microseconds.
        case rfc5424micro
    }

    /// The head of a message.
    public var head = Head.local
    /// The number of the facility (RFC 5424, 6.2.1); 3 is `daemon`.
    public var facility = 3
    /// What messages are marked with.
    public var tag: String
    /// The name of this host.
    public var host: String
    /// The process id that messages name.
    public var process: Int32
    /// How many seconds local time is ahead of UTC.
    public var localOffset = 0

    /// Marks messages with a tag, this host's name and a process id.
    public init(tag: String, host: String, process: Int32) {
        self.tag = tag
        self.host = host
        self.process = process
    }

    /// The message for a line, with a line break at its end.
    ///
    /// Lines of standard error have the severity of errors, others are informational.
    public func message(for line: LogLine) -> [UInt8] {
        let priority = facility * 8 + (line.stream == .error ? 3 : 6)
        let head =
            switch self.head {
            case .local: "<\(priority)>\(oldTime(line.timestamp)) \(tag)[\(process)]: "
            case .rfc3164: "<\(priority)>\(oldTime(line.timestamp)) \(host) \(tag)[\(process)]: "
            case .rfc5424: "<\(priority)>1 \(line.timestamp.text(19))Z \(host) \(tag) \(process) \(tag) - "
            case .rfc5424micro:
                "<\(priority)>1 \(line.timestamp.text(26))Z \(host) \(tag) \(process) \(tag) - "
            }
        return Array(head.utf8) + line.text + [UInt8(ascii: "\n")]
    }

    /// `Nov  3 08:09:10` in local time (RFC 3164, 4.1.2).
    private func oldTime(_ time: LogTimestamp) -> String {
        let local = LogTimestamp(nanoseconds: time.nanoseconds + Int64(localOffset) * 1_000_000_000)
        let text = local.text(19)
        let month = Int(text.dropFirst(5).prefix(2)) ?? 1
        let day = Int(text.dropFirst(8).prefix(2)) ?? 1
        return "\(monthNames[month - 1]) \(day < 10 ? " " : "")\(day) \(text.dropFirst(11))"
    }
}

private let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]

extension LogTimestamp {
    /// The first characters of `2026-11-21T00:49:55.366755219Z`.
    fileprivate func text(_ count: Int) -> String { String(description.prefix(count)) }
}
