import YAMLTree

/// The arguments of a command that is one text.
func arguments(_ node: Node) throws(Malformed) -> Node {
    guard let line = node.string else { return node }
    return .sequence(try shellWords(line).map { .string($0, at: node.range) }, at: node.range)
}

/// The probe of a health check as a list; an empty one is left out, for it means the image's.
func probe(_ node: Node) throws(Malformed) -> Node? {
    if let line = node.string {
        return .sequence(
            [.string("CMD-SHELL", at: node.range), .string(line, at: node.range)], at: node.range)
    }
    guard let words = node.sequence, let first = words.first?.string else { return nil }
    guard ["CMD", "CMD-SHELL", "NONE"].contains(first) else {
        throw Malformed(
            "must begin with CMD, CMD-SHELL or NONE, found \"\(first)\"", remedy: "write [CMD, \(first), ...]"
        )
    }
    guard first == "NONE" || words.count > 1 else { throw Malformed("has no command after \(first)") }
    if first == "CMD-SHELL", words.count > 2 {
        throw Malformed(
            "takes one text after CMD-SHELL, found \(words.count - 1)",
            remedy: "write it as one text, or use CMD")
    }
    return node
}

/// A duration in the form in which it is printed.
func duration(_ node: Node) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    return .string(try DurationText(text).text, at: node.range)
}

/// A whole number, from a number or a text with one.
func wholeNumber(_ node: Node) throws(Malformed) -> Node {
    switch node.value {
    case .float(let value) where value.magnitude < 1e15: return .int(Int64(value), at: node.range)
    case .string(let text):
        guard let value = Int64(text) else { throw Malformed("must be a whole number, found \"\(text)\"") }
        return .int(value, at: node.range)
    default: return node
    }
}

/// A number of something, which cannot be negative.
func count(_ node: Node) throws(Malformed) -> Node {
    let number = try wholeNumber(node)
    guard case .int(let value) = number.value, value >= 0 else {
        throw Malformed("must be 0 or more, found \(number.plainText ?? "")")
    }
    return number
}

/// A boolean, from one or from a text with one.
func truth(_ node: Node) throws(Malformed) -> Node {
    guard let text = node.string else { return node }
    switch text.lowercased() {
    case "true": return .bool(true, at: node.range)
    case "false": return .bool(false, at: node.range)
    default: throw Malformed("must be true or false, found \"\(text)\"")
    }
}

/// Names and values as a mapping to texts; a value that is not given is null.
func assignments(_ node: Node) throws(Malformed) -> Node {
    guard var mapping = node.assignments else { return node }
    mapping.updateValues { (key: String, value: inout Node) in
        if let text = value.plainText { value.content = Node.string(text).content }
    }
    return .mapping(mapping, at: node.range)
}

/// Variables; a name may not end in a blank, for nobody means that.
func variables(_ node: Node) throws(Malformed) -> Node {
    let variables = try assignments(node)
    for key in variables.mapping?.entries.map(\.key) ?? [] where key.last?.isWhitespace == true {
        throw Malformed(
            clause: "the variable name \"\(key)\" ends in a blank", remedy: "remove the blank before =")
    }
    return variables
}

/// Labels; one without a value is empty.
func labels(_ node: Node) throws(Malformed) -> Node {
    var labels = try assignments(node).mapping ?? Mapping()
    labels.updateValues { (key: String, value: inout Node) in
        if value.isNull { value = .string("", at: value.range) }
    }
    return .mapping(labels, at: node.range)
}

/// Environment files in their long form.
func environmentFiles(_ node: Node) throws(Malformed) -> Node {
    var files: [Node] = []
    for item in node.listForm {
        let path = item.string.map { Node.string($0, at: item.range) }
        var file = item.mapping ?? Mapping()
        file["path"] = path ?? file["path"]
        file["required"] = try truth(file["required"] ?? .bool(true, at: item.range))
        if let format = file["format"]?.string, !["", "raw"].contains(format) {
            throw Malformed("has the unknown format \"\(format)\"", remedy: "use raw, or leave format: out")
        }
        files.append(Node(.mapping(file), at: item.range, via: item.via))
    }
    return .sequence(files, at: node.range)
}

/// A restart policy; nothing for an empty text.
func restartPolicy(_ node: Node) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    let policies = ["no", "always", "on-failure", "unless-stopped"]
    let parts = text.components(separatedBy: ":")
    let hasLimit = parts.count == 2 && parts[0] == "on-failure" && (Int(parts[1]) ?? -1) >= 0
    guard hasLimit || policies.contains(text) else {
        throw Malformed(
            "must be no, always, on-failure, on-failure:N or unless-stopped, found \"\(text)\"",
            remedy: remedy(for: text, among: policies))
    }
    return node
}

/// When an image is pulled; `if_not_present` is an old name of `missing`.
func pullPolicy(_ node: Node) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    if text == "if_not_present" { return .string("missing", at: node.range) }
    let known = ["always", "never", "missing", "build", "refresh", "daily", "weekly"]
    guard known.contains(text) || PullInterval(text) != nil else {
        throw Malformed(
            "must be always, never, missing, daily, weekly or every_<duration>, found \"\(text)\"",
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

/// A signal by name or number.
func signal(_ node: Node) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    let name = text.uppercased()
    let short = name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name
    let isRealTime = short.hasPrefix("RTMIN") || short.hasPrefix("RTMAX")
    guard signalNames.contains(short) || isRealTime || (1...64).contains(Int(text) ?? 0) else {
        let near = suggestion(for: short, among: signalNames).map { "did you mean \"SIG\($0)\"?" } ?? ""
        throw Malformed("must be a signal, found \"\(text)\"", remedy: near)
    }
    return node
}

private let signalNames = [
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
    "TERM",
    "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
    "WINCH", "IO",
    "POLL", "PWR", "SYS", "IOT", "CLD",
]

/// A container's name.
func containerName(_ node: Node) throws(Malformed) -> Node {
    guard let text = node.string else { return node }
    let scalars = text.unicodeScalars
    let isRight =
        scalars.count > 1 && scalars.allSatisfy { $0.isNameCharacter || $0 == "." }
        && !"_.-".unicodeScalars.contains(scalars[scalars.startIndex])
    guard isRight else {
        throw Malformed(
            "must have at least two letters, digits, \"_\", \".\" or \"-\" and begin with a letter or digit, "
                + "found \"\(text)\"")
    }
    return node
}

/// The services waited for, each with its condition.
func dependencies(_ node: Node) throws(Malformed) -> Node {
    guard var entries = node.dependencyEntries else { return node }
    entries.updateValues { (key: String, value: inout Node) in
        guard var dependency = value.mapping else { return }
        dependency["required"] = dependency["required"] ?? .bool(true, at: value.range)
        value.content = .mapping(dependency)
    }
    return .mapping(entries, at: node.range)
}

/// Networks by name.
func networks(_ node: Node) throws(Malformed) -> Node {
    guard let entries = node.entries else { return node }
    return .mapping(entries, at: node.range)
}

/// A static address.
func ipv4Address(_ node: Node) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    guard IPAddressText.ipv4(text) != nil else {
        throw Malformed("must be an IPv4 address, found \"\(text)\"")
    }
    return node
}

/// A list of at least one text.
func textList(_ node: Node) throws(Malformed) -> Node { .sequence(node.listForm, at: node.range) }

/// A number of bytes.
func byteSize(_ node: Node) throws(Malformed) -> Node {
    guard let text = node.plainText else { return node }
    return .string("\(try ByteSize(text).bytes)", at: node.range)
}

/// Permissions: a number as YAML has read it.
func fileMode(_ node: Node) throws(Malformed) -> Node {
    guard let text = node.string else { return node }
    guard let mode = Int64(text, radix: 8), (0...0o7777).contains(mode) else {
        throw Malformed("must be permissions in octal digits, found \"\(text)\"")
    }
    return .int(mode, at: node.range)
}
