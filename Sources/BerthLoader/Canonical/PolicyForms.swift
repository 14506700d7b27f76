import YAMLTree

/// A restart policy, which nothing but the creation of a container checks in the reference.
func restartPolicy(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    let policies = ["no", "always", "on-failure", "unless-stopped"]
    let parts = text.components(separatedBy: ":")
    let hasLimit = parts.count == 2 && parts[0] == "on-failure" && (Int(parts[1]) ?? -1) >= 0
    if !hasLimit, !policies.contains(text) {
        doubts.append(
            Malformed(
                "must be no, always, on-failure, on-failure:N or unless-stopped, found \"\(text)\"",
                remedy: remedy(for: text, among: policies)))
    }
    return node
}

/// When an image is pulled; `if_not_present` is an old name of `missing`.
func pullPolicy(_ node: Node) throws(Malformed) -> Node? {
    guard let text = node.string else { return nil }
    if text == "if_not_present" { return node.becoming(.string("missing")) }
    let known = ["always", "never", "missing", "build", "refresh", "daily", "weekly"]
    guard known.contains(text) || PullInterval(text) != nil else {
        throw Malformed(
            "must be always, never, missing, build, refresh, daily, weekly or every_<duration>, found \"\(text)\"",
            remedy: remedy(for: text, among: known))
    }
    return node
}

/// The duration of `every_12h`, `every_1d2h`.
struct PullInterval {
    /// The time after which an image is pulled again.
    let duration: Duration

    /// Reads `every_<duration>`; nil for anything else.
    init?(_ text: String) {
        guard text.hasPrefix("every_") else { return nil }
        // The caller says what is wrong with the whole text.
        guard let length = try? DurationText(String(text.dropFirst(6))) else { return nil }
        duration = length.duration
    }
}

/// A signal by name or number, which nothing but the creation of a container checks in the reference.
func signal(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    let name = text.uppercased()
    let short = name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name
    let isRealTime = short.hasPrefix("RTMIN") || short.hasPrefix("RTMAX")
    if !signalNames.contains(short), !isRealTime, !(1...64).contains(Int(text) ?? 0) {
        let near =
            suggestion(for: short, among: signalNames).map { "did you mean \"SIG\($0)\"?" }
            ?? "write it like SIGTERM"
        doubts.append(Malformed("must be a signal, found \"\(text)\"", remedy: near))
    }
    return node
}

private let signalNames = [
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
    "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
    "WINCH", "IO", "POLL", "PWR", "SYS", "IOT", "CLD",
]
