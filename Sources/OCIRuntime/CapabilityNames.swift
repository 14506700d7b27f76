internal import LinuxSystem

/// The capabilities of capabilities(7) in the order of their numbers.
private let capabilityNames = [
    "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL",
    "CAP_SETGID", "CAP_SETUID", "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE",
    "CAP_NET_BROADCAST", "CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_IPC_LOCK", "CAP_IPC_OWNER", "CAP_SYS_MODULE",
    "CAP_SYS_RAWIO", "CAP_SYS_CHROOT", "CAP_SYS_PTRACE", "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT",
    "CAP_SYS_NICE", "CAP_SYS_RESOURCE", "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE",
    "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL", "CAP_SETFCAP", "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG",
    "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND", "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF",
    "CAP_CHECKPOINT_RESTORE",
]

/// The full name of a capability that is written in any case, with or without `CAP_`; nil when there is none.
public func capabilityName(_ text: String) -> String? {
    let upper = text.uppercased()
    let name = upper.hasPrefix("CAP_") ? upper : "CAP_\(upper)"
    return capabilityNames.contains(name) ? name : nil
}

/// The capabilities that this process has and can give to others (proc_pid_status(5), `CapEff`).
///
/// On a machine that was restricted as a whole they are fewer than those of its kernel.
public func availableCapabilities() throws -> [String] {
    let path = "/proc/self/status"
    let text = try readText(path)
    guard
        let line = text.split(separator: "\n").first(where: { $0.hasPrefix("CapEff:") }),
        let bits = UInt64(line.dropFirst("CapEff:".count).filter(\.isHexDigit), radix: 16)
    else { throw RuntimeError.failed("learn the own capabilities", reason: "\(path) holds \"\(text)\"") }
    return capabilityNames.indices.filter { bits >> $0 & 1 == 1 }.map { capabilityNames[$0] }
}

extension RuntimeSpec.Capabilities {
    /// The standard capabilities without some and with others; names are as `capabilityName` has them, or `ALL`.
    ///
    /// `ALL` among the added stands for all that are available, but for the dropped ones; `ALL` among the dropped
    /// leaves the added ones alone. Otherwise a capability that is both dropped and added is there.
    public init(adding added: [String], dropping dropped: [String], available: [String]) {
        let (addsAll, dropsAll) = (added.contains(where: isAll), dropped.contains(where: isAll))
        let (added, dropped) = (added.compactMap(capabilityName), Set(dropped.compactMap(capabilityName)))
        let base = addsAll ? available : dropsAll ? [] : Self.standard.bounding
        var names = base.filter { !dropped.contains($0) }
        if !addsAll { names += added.filter { !names.contains($0) } }
        self.init(Set(names).sorted())
    }
}

/// True for the word that stands for all capabilities.
private func isAll(_ name: String) -> Bool { name.uppercased() == "ALL" }
