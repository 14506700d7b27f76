import YAMLTree

/// The limits of processes by name.
func processLimits(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    for entry in node.mapping ?? Mapping() where !processLimitNames.contains(entry.key) {
        doubts.append(
            Malformed(
                clause: "there is no limit \"\(entry.key)\"",
                remedy: remedy(
                    for: entry.key, among: processLimitNames,
                    otherwise: "use one of \(processLimitNames.joined(separator: ", "))"),
                at: entry.keyNode))
    }
    return node
}

/// A limit of processes: one number, or two of which the first is not more than the second.
func processLimit(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    guard var pair = node.mapping else { return try wholeNumber(node) }
    for key in ["soft", "hard"] {
        do throws(Malformed) {
            pair[key] = try pair[key].map(wholeNumber)
        } catch {
            throw error.at(pair[key])
        }
    }
    if case .int(let soft) = pair["soft"]?.value, case .int(let hard) = pair["hard"]?.value,
        hard != -1, soft > hard || soft == -1
    {
        doubts.append(
            Malformed(
                clause: "the soft limit \(soft) is more than the hard limit \(hard)",
                remedy: "raise the hard limit, or lower the soft one"))
    }
    return node.becoming(.mapping(pair))
}

private let processLimitNames = [
    "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss",
    "rtprio", "rttime", "sigpending", "stack",
]

/// The options of a container's storage, which are texts in the end.
func storageOptions(_ node: Node) throws(Malformed) -> Node? {
    guard let options = node.mapping else { return node }
    var texts = Mapping()
    for var entry in options {
        switch entry.value.value {
        case .string, .int, .unsigned, .null:
            entry.value = entry.value.becoming(.string(entry.value.plainText ?? ""))
        default:
            throw Malformed(
                clause: "\"\(entry.key)\" must be a text, found \(entry.value.kind)",
                remedy: "put it in quotes", at: entry.value)
        }
        texts.set(entry)
    }
    return node.becoming(.mapping(texts))
}

/// A resource of which there are so many.
func discreteResource(_ node: Node) throws(Malformed) -> Node? {
    guard var resource = node.mapping else { return node }
    resource["kind"] = resource["kind"] ?? node.implying(.string(""))
    resource["value"] = try wholeNumber(resource["value"] ?? node.implying(.int(0)))
    return node.becoming(.mapping(resource))
}

/// The weight of a container on block devices; nothing for 0.
func blockWeight(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    let number = try wholeNumber(node)
    guard case .int(let weight) = number.value, (0...65535).contains(weight) else {
        throw Malformed("must be 10 to 1000, found \(number.plainText ?? "")")
    }
    if weight == 0 { return nil }
    if !(10...1000).contains(weight) { doubts.append(Malformed("must be 10 to 1000, found \(weight)")) }
    return number
}

/// A weight or limit on one block device.
func limitedDevice(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    if node["path"]?.string?.isEmpty ?? true {
        doubts.append(Malformed("has no path", remedy: "add path: with a block device of the host"))
    }
    return node
}
