import LinuxSystem

/// What the processes of a container may do.
let privilegeEffects: [Effect] = capabilityEffects + filterEffects + protectionEffects + privilegedEffects

/// The capability sets of the first process: inheritable, permitted, effective, bounding and ambient.
private let capabilities = "grep ^Cap /proc/1/status | cut -f2 | tr '\\n' ' '"

/// What a line of shell comes to: `yes` or `no`.
private func works(_ line: String) -> String { "(\(line)) > /dev/null 2>&1 && echo yes || echo no" }

private func sets(_ bits: String) -> String {
    let none = String(repeating: "0", count: 16)
    return "\(none) \(bits) \(bits) \(bits) \(none) "
}

private let capabilityEffects: [Effect] = [
    .inside("cap_add", service: "cap_add: []", capabilities, is: sets("00000000a80425fb")),
    .inside("cap_add", service: "cap_add: [NET_ADMIN]", capabilities, is: sets("00000000a80435fb")),
    .inside("cap_add", service: "cap_add: [cap_sys_ptrace]", capabilities, is: sets("00000000a80c25fb")),
    .inside("cap_drop", service: "cap_drop: [ALL]", capabilities, is: sets("0000000000000000")),
    .inside("cap_drop", service: "cap_drop: [Mknod]", capabilities, is: sets("00000000a00425fb")),
    .inside(
        "cap_drop", "cap_add", service: "cap_drop: [ALL]\ncap_add: [CHOWN]", capabilities,
        is: sets("0000000000000001")),
    .inside(
        "cap_drop", "cap_add", service: "cap_drop: [NET_RAW]\ncap_add: [NET_RAW]", capabilities,
        is: sets("00000000a80425fb")),
    // A machine may keep capabilities from all that is on it.
    .inside(
        "cap_add", "cap_drop", service: "cap_add: [all]\ncap_drop: [NET_RAW]", "grep ^CapEff /proc/1/status",
        is: "CapEff:\t000001ff[ef]{2}ffdfff"),
    .inside(
        "cap_add", "user", service: "cap_add: [NET_ADMIN]\nuser: \"33\"", capabilities,
        is: "0{16} 0{16} 0{16} 00000000a80435fb 0{16} "),
    .inside("cap_drop", service: "cap_drop: [CHOWN]", works("touch /f && chown 1 /f"), is: "no"),
    .inside("cap_drop", service: "cap_drop: [SYS_CHROOT]", works("chroot / true"), is: "no"),
    .inside("cap_drop", service: "cap_drop: [NET_BIND_SERVICE]", works("chroot / true"), is: "yes"),
    refused("cap_add", "cap_add: [NET_ADMN]", "there is no capability \"NET_ADMN\""),
    refused("cap_drop", "cap_drop: [CAP_NONE]", "there is no capability \"CAP_NONE\""),
]

private let filterEffects: [Effect] = [
    .inside("security_opt", service: "security_opt: []", "grep ^Seccomp: /proc/1/status", is: "Seccomp:\t2"),
    .inside(
        "security_opt", service: "security_opt: [seccomp=unconfined]", "grep ^Seccomp: /proc/1/status",
        is: "Seccomp:\t0"),
    .inside(
        "security_opt", service: "security_opt: ['seccomp:unconfined']",
        "grep ^Seccomp: /proc/self/status", is: "Seccomp:\t0"),
    .inside("security_opt", service: "security_opt: []", works("unshare -U true"), is: "no"),
    .inside("security_opt", service: "security_opt: []", works("mount -t tmpfs x /tmp"), is: "no"),
    .inside(
        "cap_add", "security_opt", service: "cap_add: [SYS_ADMIN]\nsecurity_opt: [apparmor=unconfined]",
        works("mount -t tmpfs x /tmp && grep -q ' /tmp tmpfs' /proc/mounts && hostname other"), is: "yes"),
    .inside(
        "security_opt", service: "security_opt: [seccomp=unconfined, apparmor=unconfined]",
        works("unshare -U true"), is: "yes"),
    withProfile(
        "security_opt: [seccomp=profiles/p.json]",
        #"{"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO"}"#,
        "mkdir /x 2>&1; grep ^Seccomp: /proc/self/status",
        is: "mkdir: can't create directory '/x': Operation not permitted\nSeccomp:\t2"),
    withProfile(
        "security_opt: ['seccomp:./profiles/p.json']\nprivileged: true",
        #"{"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 28}"#,
        "mkdir /x 2>&1 || true", is: "mkdir: can't create directory '/x': No space left on device"),
    withProfile(
        "security_opt: [seccomp=profiles/p.json]\ncap_add: [SYS_PTRACE]",
        #"{"name": "chmod", "action": "SCMP_ACT_ERRNO", "includes": {"caps": ["CAP_SYS_PTRACE"]}}, "#
            + #"{"names": ["mkdir"], "action": "SCMP_ACT_ERRNO", "excludes": {"caps": ["CAP_SYS_PTRACE"]}}"#,
        works("mkdir /x") + "; " + works("chmod 700 /x"), is: "yes\nno"),
    refused(
        "security_opt", "security_opt: [seccomp=p.json]", "the system call profile \"p.json\" cannot be read"),
    refused(
        "security_opt", "security_opt: [seccomp=p.json]", "syscalls\\[0\\] has no \"action\"",
        files: ["p.json": #"{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["a"]}]}"#]),
    refused(
        "security_opt", "security_opt: [seccomp=p.json]", "unknown action SCMP_ACT_PARDON",
        files: ["p.json": #"{"defaultAction": "SCMP_ACT_PARDON"}"#]),
]

private let protectionEffects: [Effect] = [
    .inside(
        "security_opt", service: "security_opt: [no-new-privileges]", "grep ^NoNew /proc/1/status",
        is: "NoNewPrivs:\t1"),
    .inside(
        "security_opt", service: "security_opt: ['no-new-privileges:true']", "grep ^NoNew /proc/self/status",
        is: "NoNewPrivs:\t1"),
    .inside(
        "security_opt", service: "security_opt: [no-new-privileges=false]", "grep ^NoNew /proc/1/status",
        is: "NoNewPrivs:\t0"),
    .inside(
        "security_opt", service: "security_opt: [no-new-privileges]\nuser: \"33\"\ncap_drop: [ALL]",
        "grep -E '^(CapBnd|NoNew|Seccomp:)' /proc/self/status | cut -f2", is: "0{16}\n1\n2"),
    .inside(
        "security_opt", service: "security_opt: []",
        "grep -cE ' /proc/(bus|fs|irq|sys|sysrq-trigger|kcore|timer_list|keys) ' /proc/mounts; "
            + "cat /proc/kcore | wc -c; ls -A /sys/firmware | wc -l", is: "[5-8]\n0\n0"),
    .inside(
        "security_opt", service: "security_opt: [systempaths=unconfined]",
        "grep -cE ' /(proc|sys)/[^f]' /proc/mounts; grep ^Seccomp: /proc/1/status", is: "0\nSeccomp:\t2"),
    .inside(
        "security_opt", service: "security_opt: [writable-cgroups=true]",
        "grep ^cgroup /proc/mounts | tail -n 1 | cut -d' ' -f4 | cut -c1-3", is: "rw,"),
    .inside(
        "security_opt", service: "security_opt: [writable-cgroups=false]",
        "grep ^cgroup /proc/mounts | cut -d' ' -f4 | cut -c1-3 | sort -u", is: "ro,"),
    .inside(
        "security_opt", service: "security_opt: [apparmor=unconfined]",
        "cat /proc/1/attr/current 2> /dev/null || echo none", is: "(unconfined|none).*"),
    refused(
        "security_opt", "security_opt: [apparmor=no-such-profile]",
        "the AppArmor profile \"no-such-profile\" (is not loaded|cannot be entered)"),
    refused("security_opt", "security_opt: [nonsense=1]", "the security option \"nonsense=1\" means nothing"),
    Effect(
        attributes: ["services.*.security_opt"], service: "security_opt: ['label:type:x_t']", place: .warning,
        expected: ".*compose.yaml:3:5.*\"type:x_t\" has no effect.*",
        obstacle: fileExists("/sys/fs/selinux/enforce") ? "there is SELinux" : nil),
    .inside(
        "security_opt", service: "security_opt: [label=disable]", "grep ^NoNew /proc/1/status",
        is: "NoNewPrivs:\t0"),
    Effect(
        attributes: ["services.*.read_only"], service: "read_only: true\nvolumes: [v:/v, /a]",
        file: "volumes: {v: {}}",
        probe: ["/f", "/etc/hosts", "/etc/resolv.conf", "/v/f", "/a/f", "/dev/shm/f", "/dev/f"].map {
            works("echo >> \($0)")
        }.joined(separator: "; "), expected: "no\nno\nno\nyes\nyes\nyes\nyes"),
    .inside("read_only", service: "read_only: false", works("touch /f && echo >> /etc/hosts"), is: "yes"),
    .inside(
        "userns_mode", service: "userns_mode: host", "tr -s ' ' < /proc/1/uid_map", is: " 0 0 4294967295"),
    refused("userns_mode", "userns_mode: private", "userns_mode"),
]

private let privilegedEffects: [Effect] = [
    .inside(
        "privileged", service: "privileged: true",
        "grep -E '^(CapEff|CapBnd|NoNew|Seccomp:)' /proc/1/status | cut -f2",
        is: "000001ff[ef]{2}ffffff\n000001ff[ef]{2}ffffff\n0\n0"),
    .inside("privileged", service: "privileged: false", capabilities, is: sets("00000000a80425fb")),
    .inside(
        "privileged", service: "privileged: true",
        "grep -cE ' /proc/' /proc/mounts; grep -E ' /sys(/fs/cgroup[^ ]*)? ' /proc/mounts | grep -v ' /sys/fs/cgroup tmpfs' "
            + "| cut -d' ' -f4 | cut -c1-3 | sort -u", is: "0\nrw,"),
    .inside(
        "privileged", service: "security_opt: []",
        "grep -E ' /sys ' /proc/mounts | cut -d' ' -f4 | cut -c1-3", is: "ro,"),
    .onHost(
        "privileged", service: "privileged: true",
        "for d in kmsg net/tun null; do for r in '' /proc/$PID/root; do stat -c %t:%T:%a:%u:%g $r/dev/$d; done; done "
            + "| uniq | wc -l", is: "3"),
    .inside(
        "privileged", service: "privileged: true",
        works("mknod /k c 1 11 && true > /k && mount -t tmpfs x /tmp && umount /tmp"), is: "yes"),
    .inside(
        "privileged", "read_only", service: "privileged: true\nread_only: true", works("touch /f"), is: "no"),
    Effect(
        attributes: ["services.*.privileged"], service: "privileged: true\ncap_drop: [ALL]", place: .warning,
        expected: ".*compose.yaml:4:5.*no effect on a privileged container.*"),
]

/// What `up` says of what it refuses, in the first line of the service.
func refused(
    _ attribute: String, _ service: String, _ reason: String, files: [String: String] = [:]
) -> Effect {
    Effect(
        attributes: ["services.*.\(attribute)"], service: service, files: files, place: .refusal,
        expected: ".*compose.yaml:3:\\d+.*\(reason).*")
}

/// A container under a profile that allows everything but what the rules say.
private func withProfile(
    _ service: String, _ rules: String, _ probe: String, is expected: String
) -> Effect {
    var effect = Effect.inside("security_opt", service: service, probe, is: expected)
    effect.files = [
        "profiles/p.json": #"{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [\#(rules)]}"#
    ]
    return effect
}
