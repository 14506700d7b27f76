internal import BerthLogs
internal import BerthModel
internal import LinuxSystem

/// Where the lines of a container are sent, and in which form.
struct SyslogTarget: Sendable, Hashable {
    /// The receiver; nil is the host's own.
    var address: ClientSocket.Address?
    var head: SyslogFormat.Head
    var facility: Int
    var tag: LogTag

    /// The receiver, or the host's own one by the places where it usually is.
    var receiver: ClientSocket.Address { address ?? .local(Self.localPath ?? "/dev/log") }

    /// The socket of the host's own receiver; nil when there is none.
    static var localPath: String? {
        ["/dev/log", "/var/run/syslog", "/var/run/log"].first(where: fileExists)
    }
}

extension LogOptions {
    /// Reads the options of `syslog`.
    func syslogTarget() throws(Failure) -> SyslogTarget {
        let format = self["syslog-format"] ?? ""
        guard let head = SyslogFormat.Head(rawValue: format) else {
            throw refusal(
                "syslog-format \"\(format)\" is not known", remedy: "use rfc3164, rfc5424 or rfc5424micro")
        }
        return SyslogTarget(
            address: try syslogAddress(), head: head, facility: try syslogFacility(), tag: try tag())
    }

    private func syslogAddress() throws(Failure) -> ClientSocket.Address? {
        guard let text = self["syslog-address"], !text.isEmpty else { return nil }
        let parts = text.split(separator: "://", maxSplits: 1).map(String.init)
        let rest = parts.count == 2 ? parts[1] : ""
        switch (parts.first ?? "", HostAndPort(rest)) {
        case ("unix", _) where rest.hasPrefix("/"), ("unixgram", _) where rest.hasPrefix("/"):
            return .local(rest)
        case ("udp", let place?): return .datagram(host: place.host, port: place.port)
        case ("tcp", let place?): return .stream(host: place.host, port: place.port)
        case ("tcp+tls", _):
            throw refusal(
                "syslog-address \"\(text)\": receivers with TLS are not supported",
                remedy: "send to a local receiver that passes messages on")
        default:
            throw refusal(
                "syslog-address \"\(text)\" is not an address",
                remedy: "write udp://host:port, tcp://host:port or unix:///path")
        }
    }

    private func syslogFacility() throws(Failure) -> Int {
        let text = self["syslog-facility"] ?? "daemon"
        if let number = facilityNames.firstIndex(of: text) { return number }
        guard let number = Int(text), (0...23).contains(number) else {
            throw refusal(
                "syslog-facility \"\(text)\" is not known", remedy: "use a name such as local0, or a number")
        }
        return number
    }
}

/// A host with a port, which is 514 when it is not given.
private struct HostAndPort {
    let host: String
    let port: UInt16

    init?(_ text: String) {
        let isBracketed = text.hasPrefix("[")
        let host = isBracketed ? text.dropFirst().prefix { $0 != "]" } : text.prefix { $0 != ":" }
        let rest = text.dropFirst(host.count + (isBracketed ? 2 : 0))
        guard !host.isEmpty, let port = rest.isEmpty ? 514 : UInt16(rest.dropFirst()),
            rest.isEmpty || rest.hasPrefix(":")
        else { return nil }
        self.host = String(host)
        self.port = port
    }
}

/// The names of facilities by number (RFC 5424, 6.2.1, and syslog(3)).
private let facilityNames = [
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp",
    "ntp", "security", "console", "solaris-cron", "local0", "local1", "local2", "local3", "local4", "local5",
    "local6", "local7",
]
