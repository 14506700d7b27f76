internal import BerthModel
internal import LinuxSystem
internal import OCIRuntime

/// What becomes of what a container writes, as `logging` says it.
struct LogDestination: Sendable, Hashable {
    /// Who gets it beside the log file, from which `berth logs` reads.
    enum Receiver: Sendable, Hashable {
        /// Nobody.
        case none
        /// The systemd journal.
        case journal(tag: LogTag)
        /// A syslog receiver.
        case syslog(SyslogTarget)
    }

    /// Who gets it.
    var receiver = Receiver.none
    /// True when there is a log file.
    var isKept = true
    /// How much of the file is kept; nil for all of it.
    var limit: LogRotation.Limit?

    /// Reads driver and options as the reference does; no driver stands for `json-file`.
    init(_ driver: LogDriver?) throws(Failure) {
        let name = driver?.name ?? "json-file"
        let options = try LogOptions(driver, of: name)
        switch name {
        case "json-file": limit = try options.limit(unit: 1000)
        case "local": limit = try options.limit(unit: 1024, else: Self.usual)
        case "journald":
            receiver = .journal(tag: try options.tag())
            limit = Self.usual
        case "syslog":
            receiver = .syslog(try options.syslogTarget())
            limit = try options.cacheLimit(else: Self.usual)
        case "none": isKept = false
        default:
            throw options.refusal(
                "logging driver \"\(name)\" is not supported",
                remedy: "use json-file, local, journald, syslog or none")
        }
    }

    /// What `local` keeps of a log when nothing is said.
    private static let usual = LogRotation.Limit(bytes: 20 << 20, files: 5)
}

/// What messages of a container are marked with: a text with some of the reference's templates in it.
struct LogTag: Sendable, Hashable {
    private let text: String

    /// Takes a text; nil when it has a template that is not known.
    init?(_ text: String) {
        self.text = text
        let rest = Self.templates.reduce(text) { $0.replacing($1.template, with: "") }
        if rest.contains("{{") { return nil }
    }

    /// The text for a container.
    func text(for container: ContainerStatus, imageID: String) -> String {
        Self.templates.reduce(text) { text, entry in
            text.replacing(entry.template, with: entry.value(container, imageID))
        }
    }

    private static let templates: [(template: String, value: @Sendable (ContainerStatus, String) -> String)] =
        [
            ("{{.ID}}", { container, _ in shortID(container.id) }),
            ("{{.FullID}}", { container, _ in container.id }),
            ("{{.Name}}", { container, _ in container.name }),
            ("{{.ImageName}}", { container, _ in container.image }),
            ("{{.ImageID}}", { _, image in String(image.drop { $0 != ":" }.dropFirst().prefix(12)) }),
            ("{{.ImageFullID}}", { _, image in image }),
            ("{{.DaemonName}}", { _, _ in "berth" }),
        ]
}
