import BerthModel
import YAMLTree

/// A capability by its name, with or without `CAP_`.
func capability(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    guard let text = node.string else { return node }
    let name = text.uppercased()
    let short = name.hasPrefix("CAP_") ? String(name.dropFirst(4)) : name
    if short != "ALL", !capabilityNames.contains(short) {
        doubts.append(
            Malformed(
                clause: "there is no capability \"\(text)\"",
                remedy: remedy(
                    for: short, among: capabilityNames, otherwise: "use a name of capabilities(7)")))
    }
    return node
}

private let capabilityNames = [
    "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE", "CHOWN",
    "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE",
    "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE", "MKNOD", "NET_ADMIN", "NET_BIND_SERVICE",
    "NET_BROADCAST", "NET_RAW", "PERFMON", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_ADMIN", "SYS_BOOT",
    "SYS_CHROOT", "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_RESOURCE",
    "SYS_TIME", "SYS_TTY_CONFIG", "SYSLOG", "WAKE_ALARM",
]

/// An option for the security of a container.
func securityOption(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    guard let text = node.string else { return node }
    if case .unknown = SecurityOptionText(text).option {
        let names = ["no-new-privileges", "seccomp", "apparmor", "label", "systempaths", "writable-cgroups"]
        let name = text.prefix { $0 != "=" && $0 != ":" }
        doubts.append(
            Malformed(
                clause: "the security option \"\(text)\" means nothing",
                remedy: remedy(
                    for: String(name), among: names,
                    otherwise: "use one of \(names.joined(separator: ", "))")))
    }
    return node
}

/// A group by name or number, as a text.
func group(_ node: Node) throws(Malformed) -> Node? {
    switch node.value {
    case .int, .unsigned: return node.becoming(.string(node.plainText ?? ""))
    case .float: throw Malformed("must be a group by name or number, found \(node.plainText ?? "")")
    default: return node
    }
}

/// The kernel's settings for a container, of which only those of its own namespaces can be made.
func kernelSettings(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    let settings = try labels(node)
    for entry in settings.mapping ?? Mapping() where !entry.key.isNamespacedSetting {
        doubts.append(
            Malformed(
                clause: "\"\(entry.key)\" is a setting of the whole machine",
                remedy: "set it on the host",
                at: entry.keyNode))
    }
    return settings
}

extension String {
    /// True for a setting of the kernel that each container has for itself.
    fileprivate var isNamespacedSetting: Bool {
        let name = replacing("/", with: ".")
        return ["net.", "fs.mqueue.", "kernel.shm", "kernel.msg"].contains { name.hasPrefix($0) }
            || ["kernel.sem", "kernel.hostname", "kernel.domainname"].contains(name)
    }
}

/// A namespace: one of some words, or that of a service or container.
func namespace(_ words: String...) -> @Sendable (Node, inout [Malformed]) throws(Malformed) -> Node? {
    { (node, doubts) throws(Malformed) in
        guard let text = node.string, !text.isEmpty else { return nil }
        let joins = ["service:", "container:"].contains { text.hasPrefix($0) && text != $0 }
        if !joins, !words.contains(text) {
            let wanted = words + ["service:NAME", "container:NAME"]
            doubts.append(
                Malformed(
                    "must be one of \(wanted.joined(separator: ", ")), found \"\(text)\"",
                    remedy: remedy(for: text, among: words)))
        }
        return node
    }
}
