/// What a container shares with the host, and what it has of its own.
let namespaceEffects: [Effect] = [
    .inside(
        "network_mode", service: "network_mode: none", "ls /sys/class/net; ip route | wc -l", is: "lo\n0"),
    .onHost("network_mode", service: "network_mode: none", namespace("net"), is: "other"),
    .onHost("network_mode", service: "network_mode: host", namespace("net"), is: "same"),
    .onHost(
        "network_mode", service: "network_mode: host",
        "for f in hosts resolv.conf; do cmp /etc/$f /proc/$PID/root/etc/$f && echo same; done",
        is: "same\nsame"),
    .onHost(
        "network_mode", service: "network_mode: host",
        "[ $(cat /proc/$PID/root/etc/hostname) = $(cat /proc/sys/kernel/hostname) ] && echo same", is: "same"),
    .inside(
        "network_mode", service: "network_mode: host\nhostname: own",
        "cat /proc/sys/kernel/hostname /etc/hostname", is: "own\nown"),
    Effect(
        attributes: ["services.*.network_mode"], service: "network_mode: host\nports: [\"81:80\"]",
        place: .warning, expected: ".*\"ports\" has no effect with \"network_mode: host\".*"),
    .inside(
        "network_mode", service: "network_mode: bridge",
        "ls /sys/class/net; ip route | grep -c default", is: "eth0\nlo\n1"),
    .onHost("ipc", service: "ipc: private", namespace("ipc"), is: "other"),
    .onHost("ipc", service: "ipc: host", namespace("ipc"), is: "same"),
    .onHost(
        "ipc", service: "ipc: host",
        "[ $(stat -c %d /dev/shm) = $(stat -c %d /proc/$PID/root/dev/shm) ] && echo same", is: "same"),
    .inside("ipc", service: "ipc: none", "ls -d /dev/shm 2>&1 | grep -c 'No such'", is: "1"),
    .onHost("ipc", service: "ipc: shareable", namespace("ipc"), is: "other"),
    .inside(
        "ipc", service: "ipc: shareable",
        "grep ' /dev/shm ' /proc/mounts | cut -d' ' -f3; stat -c %a /dev/shm; df -k /dev/shm | awk 'NR==2 {print $2}'",
        is: "tmpfs\n1777\n65536"),
    .onHost("pid", service: "pid: host", namespace("pid"), is: "same"),
    .inside("pid", service: "pid: host", "[ $(ls -d /proc/[0-9]* | wc -l) -gt 10 ] && echo many", is: "many"),
    .onHost("uts", service: "uts: host", namespace("uts"), is: "same"),
    .onHost("cgroup", service: "cgroup: host", namespace("cgroup"), is: "same"),
    .onHost("cgroup", service: "cgroup: private", namespace("cgroup"), is: "other"),
    .inside(
        "cgroup", service: "cgroup: private", "grep -v ':/$' /proc/self/cgroup | grep -vc ':/\\.\\.' || true",
        is: "0"),
    .onHost(
        "cgroup_parent", service: "cgroup_parent: /effects/inner",
        "cut -d: -f3 /proc/$PID/cgroup | grep -o '^/effects/inner/' | sort -u", is: "/effects/inner/"),
    Effect(
        attributes: ["services.*.cgroup_parent"], service: "cgroup_parent: ../out", place: .refusal,
        expected: ".*compose.yaml:3:5: .*is no control group below the root.*"),
    Effect(
        attributes: ["services.*.network_mode"], service: "network_mode: container:nowhere", place: .refusal,
        expected: ".*compose.yaml:3:5: .*container \"nowhere\" is not there.*"),
    Effect(
        attributes: ["services.*.hostname"], service: "uts: host\nhostname: own", place: .refusal,
        expected: ".*\"hostname\" and \"uts\" exclude each other.*"),
]

/// A line of shell that says whether a namespace of the container is the host's.
private func namespace(_ kind: String) -> String {
    "[ $(readlink /proc/$PID/ns/\(kind)) = $(readlink /proc/self/ns/\(kind)) ] && echo same || echo other"
}
