internal import BerthModel
internal import OCIRuntime

/// The options of a logging driver, each of which the driver knows.
struct LogOptions {
    private let options: [String: String]
    private let driver: String
    private let location: Location?

    /// Refuses options that the driver does not have.
    init(_ driver: LogDriver?, of name: String) throws(Failure) {
        options = driver?.options ?? [:]
        location = driver?.location
        self.driver = name
        guard let known = logOptionNames[name] else { return }
        for option in options.keys.sorted()
        where !known.contains(option) && !commonLogOptions.contains(option) {
            throw refusal(
                "unknown log opt \"\(option)\" for \(name) log driver",
                remedy: "it has \(known.sorted().joined(separator: ", "))")
        }
        if let mode = options["mode"], !["blocking", "non-blocking"].contains(mode) {
            throw refusal("logging mode \"\(mode)\" is not known", remedy: "use blocking or non-blocking")
        }
    }

    /// `max-size` and `max-file`, with units by the power of a number; nil when the size has no end.
    func limit(unit: Int, else usual: LogRotation.Limit? = nil) throws(Failure) -> LogRotation.Limit? {
        try limit("max-size", "max-file", unit: unit, else: usual)
    }

    /// The limit of what is kept beside what is sent.
    func cacheLimit(else usual: LogRotation.Limit) throws(Failure) -> LogRotation.Limit? {
        try limit("cache-max-size", "cache-max-file", unit: 1024, else: usual)
    }

    private func limit(_ size: String, _ count: String, unit: Int, else usual: LogRotation.Limit?)
        throws(Failure) -> LogRotation.Limit?
    {
        let files = try options[count].map { text throws(Failure) in
            guard let files = Int(text), files >= 1 else {
                throw refusal("\(count) \"\(text)\" is not a number from 1 on", remedy: "write a number")
            }
            return files
        }
        let bytes = try options[size].map { text throws(Failure) in
            guard let bytes = byteCount(text, unit: unit), bytes > 0 else {
                throw refusal("\(size) \"\(text)\" is not a size", remedy: "write one such as 10m")
            }
            return bytes
        }
        guard let bytes = bytes ?? usual?.bytes else { return nil }
        return LogRotation.Limit(bytes: bytes, files: files ?? usual?.files ?? 1)
    }

    /// `tag`, which is the short id when it is not given.
    func tag() throws(Failure) -> LogTag {
        let text = options["tag"] ?? ""
        guard let tag = LogTag(text.isEmpty ? "{{.ID}}" : text) else {
            throw refusal(
                "tag \"\(text)\" has an unknown template",
                remedy:
                    "use {{.ID}}, {{.FullID}}, {{.Name}}, {{.ImageName}}, {{.ImageID}} or {{.ImageFullID}}")
        }
        return tag
    }

    /// An option's value.
    subscript(name: String) -> String? { options[name] }

    /// The options that are accepted and change nothing that can be seen here, with the reason.
    var withoutEffect: [(option: String, reason: String)] {
        options.keys.sorted().compactMap { option in
            switch option {
            case "compress", "cache-compress":
                options[option] == "true" ? (option, "full files are kept as they are") : nil
            case "cache-disabled":
                options[option] == "true" ? (option, "lines are sent from the log file") : nil
            case "labels", "labels-regex", "env", "env-regex":
                (option, "lines carry no attributes of their container")
            case "tag" where driver == "json-file": (option, "lines carry no tag")
            default: nil
            }
        }
    }

    /// A failure about the driver.
    func refusal(_ message: String, remedy: String) -> Failure {
        Failure(.invalidFile, message, at: location, remedy: remedy)
    }
}

/// The options by driver, as the reference checks them.
private let logOptionNames: [String: Set<String>] = [
    "json-file": [
        "max-size", "max-file", "compress", "labels", "labels-regex", "env", "env-regex", "tag",
    ],
    "local": ["max-size", "max-file", "compress"],
    "journald": ["labels", "labels-regex", "env", "env-regex", "tag"],
    "syslog": [
        "syslog-address", "syslog-facility", "syslog-format", "tag", "labels", "labels-regex", "env",
        "env-regex", "syslog-tls-ca-cert", "syslog-tls-cert", "syslog-tls-key", "syslog-tls-skip-verify",
    ],
]

/// The options that every driver has.
private let commonLogOptions: Set<String> = [
    "mode", "max-buffer-size", "cache-disabled", "cache-max-size", "cache-max-file", "cache-compress",
]

/// The bytes that a text such as `10m` or `1.5GB` stands for; nil when it is none.
func byteCount(_ text: String, unit: Int) -> Int? {
    let number = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    var suffix = text.dropFirst(number.count).drop { $0 == " " }.lowercased()
    if suffix.hasSuffix("b") { suffix.removeLast() }
    if suffix.hasSuffix("i") { suffix.removeLast() }
    guard let value = Double(number), let power = ["", "k", "m", "g", "t", "p"].firstIndex(of: suffix) else {
        return nil
    }
    let bytes = (0..<power).reduce(value) { bytes, _ in bytes * Double(unit) }
    return bytes < 1e18 ? Int(bytes) : nil
}
