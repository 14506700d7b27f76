/// System calls that only containers with one of some capabilities may make.
private struct GuardedCalls {
    let names: [String]
    let capabilities: Set<String>
    /// The error for other containers: EPERM, or ENOSYS to have the C library fall back on another call.
    var error: UInt32 = 1
}

/// What a profile made for containers within containers lets everybody do, and what docker's does not.
private let guardedCalls = [
    GuardedCalls(
        names: [
            "fanotify_init", "fsconfig", "fsmount", "fsopen", "fspick", "lookup_dcookie", "mount",
            "mount_setattr", "move_mount", "open_tree", "quotactl", "quotactl_fd", "setdomainname",
            "sethostname", "setns", "umount", "umount2", "unshare",
        ], capabilities: ["CAP_SYS_ADMIN"]),
    GuardedCalls(names: ["clone3"], capabilities: ["CAP_SYS_ADMIN"], error: 38),
    GuardedCalls(names: ["bpf"], capabilities: ["CAP_SYS_ADMIN", "CAP_BPF"]),
    GuardedCalls(names: ["perf_event_open"], capabilities: ["CAP_SYS_ADMIN", "CAP_PERFMON"]),
    GuardedCalls(names: ["syslog"], capabilities: ["CAP_SYS_ADMIN", "CAP_SYSLOG"]),
    GuardedCalls(names: ["reboot"], capabilities: ["CAP_SYS_BOOT"]),
    GuardedCalls(names: ["kcmp", "pidfd_getfd", "process_madvise"], capabilities: ["CAP_SYS_PTRACE"]),
    GuardedCalls(
        names: ["get_mempolicy", "mbind", "set_mempolicy", "set_mempolicy_home_node"],
        capabilities: ["CAP_SYS_NICE"]),
    GuardedCalls(names: ["add_key", "keyctl", "pivot_root", "request_key"], capabilities: []),
]

extension RuntimeSpec.Seccomp {
    /// The same rules, but for calls that are let through to containers with certain capabilities alone.
    func guarded(for capabilities: Set<String>) -> RuntimeSpec.Seccomp {
        let isAdministrator = capabilities.contains("CAP_SYS_ADMIN")
        let replaced = Set(guardedCalls.flatMap(\.names) + ["clone"])
        var guarded = self
        guarded.syscalls = syscalls.compactMap { rule in
            var rule = rule
            rule.names.removeAll(where: replaced.contains)
            return rule.names.isEmpty ? nil : rule
        }
        guarded.syscalls += guardedCalls.map { calls in
            calls.capabilities.isDisjoint(with: capabilities)
                ? .init(names: calls.names, action: "SCMP_ACT_ERRNO", errnoRet: calls.error)
                : .init(names: calls.names, action: "SCMP_ACT_ALLOW")
        }
        guarded.syscalls.append(
            .init(names: ["clone"], action: "SCMP_ACT_ALLOW", args: isAdministrator ? nil : [noNamespace]))
        return guarded
    }
}

/// Holds when clone(2) is asked for no new namespace: its flags are in the first argument.
private let noNamespace = RuntimeSpec.Seccomp.Condition(
    index: 0, value: 0x7E02_0000, valueTwo: 0, op: "SCMP_CMP_MASKED_EQ")
