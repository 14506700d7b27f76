import LinuxSystem

/// What runs in a container, and how it finds the world.
let processEffects: [Effect] =
    commandEffects + userEffects + terminalEffects + limitEffects + kernelSettingEffects + runtimeEffects

private let commandLine = "tr '\\0' ' ' < /proc/1/cmdline"
private let environment = "tr '\\0' '\\n' < /proc/1/environ"

private let commandEffects: [Effect] = [
    .inside("command", service: "command: sleep 12345", commandLine, is: "sleep 12345 "),
    .inside(
        "command", service: "command: [sh, -c, \"sleep 1d; echo 'a  b'\"]", commandLine,
        is: "sh -c sleep 1d; echo 'a  b' "),
    .inside(
        "entrypoint", service: "entrypoint: [sleep, \"23456\"]", commandLine, is: "sleep 23456 "),
    .inside(
        "entrypoint", service: "entrypoint: sleep 1\ncommand: [\"34567\"]", commandLine, is: "sleep 1 34567 "),
    .inside("working_dir", service: "working_dir: /made/here", "readlink /proc/1/cwd", is: "/made/here"),
    .inside(
        "environment", "environment.*", service: "environment: {A: \"b c\"}", "\(environment) | grep ^A=",
        is: "A=b c"),
    .inside(
        "environment", service: "environment: [A=b=c, B=]", "\(environment) | grep '^[AB]='",
        is: "A=b=c\nB="),
    .inside(
        "environment", service: "environment: {A: b}", "\(environment) | cut -d= -f1 | sort | tr '\\n' ' '",
        is: "A HOME HOSTNAME PATH "),
    .inside(
        "environment", service: "hostname: h", "\(environment) | grep -E '^(PATH|HOSTNAME|HOME)=' | sort",
        is: "HOME=/root\nHOSTNAME=h\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
    Effect(
        attributes: [
            "services.*.env_file", "services.*.env_file[].path", "services.*.env_file[].required",
            "services.*.env_file[].format",
        ],
        service:
            "env_file: [a.env, {path: b.env, format: raw}, {path: none.env, required: false}]\nenvironment: {C: own}",
        files: ["a.env": "A=\"x y\"\nB=1\nC=file\n", "b.env": "B=\"2\"\n"],
        probe: "\(environment) | grep '^[ABC]=' | sort", expected: "A=x y\nB=\"2\"\nC=own"),
    .inside("hostname", service: "hostname: host1", "cat /proc/sys/kernel/hostname", is: "host1"),
    .inside(
        "domainname", service: "hostname: web\ndomainname: example.org", "cat /proc/sys/kernel/domainname",
        is: "example.org"),
    .inside(
        "domainname", service: "hostname: web\ndomainname: example.org",
        "awk '/example.org/ {print $2, $3}' /etc/hosts", is: "web.example.org web"),
    .inside("init", service: "init: true", commandLine, is: "/sbin/docker-init -- sleep 1d "),
    .inside("init", service: "init: false", commandLine, is: "sleep 1d "),
    .inside(
        "init", service: "init: true",
        "sh -c 'sleep 0 & exec true'; while ps | grep -q '[Z] '; do :; done; touch /sbin/docker-init 2>&1 | sed 's/.*: //'",
        is: "Read-only file system"),
]

private let identity = "grep -E '^(Uid|Gid|Groups)' /proc/1/status | cut -f2 | tr '\\n' ',' | sed 's/ *,/,/g'"

private let userEffects: [Effect] = [
    .inside("user", service: "user: \"33:8\"", identity, is: "33,8,8,"),
    .inside("user", service: "user: www-data", identity, is: "33,33,33,"),
    .inside("user", service: "user: \"www-data:daemon\"", identity, is: "33,1,1,"),
    .inside(
        "user", service: "user: \"4321\"", "\(identity); \(environment) | grep HOME", is: "4321,0,0,HOME=/"),
    Effect(
        attributes: ["services.*.user"], service: "user: nosuch", place: .refusal,
        expected: ".*compose.yaml:3:5: .*no user \"nosuch\".*busybox:1.*a number.*"),
    .inside("group_add", service: "group_add: [daemon, \"4242\"]", identity, is: "0,0,0 1 4242,"),
    .inside("group_add", service: "user: www-data\ngroup_add: [4242]", identity, is: "33,33,33 4242,"),
    Effect(
        attributes: ["services.*.group_add"], service: "group_add: [nosuch]", place: .refusal,
        expected: ".*compose.yaml:3:5: .*no group \"nosuch\".*busybox:1.*a number.*"),
]

private let terminalEffects: [Effect] = [
    .inside(
        "tty", service: "tty: true", "readlink /proc/1/fd/0; readlink /proc/1/fd/2",
        is: "/dev/pts/0\n/dev/pts/0"),
    .inside("tty", service: "tty: true", "\(environment) | grep TERM", is: "TERM=xterm"),
    .inside(
        "tty", service: "tty: true\nenvironment: {TERM: dumb}", "\(environment) | grep TERM", is: "TERM=dumb"),
    .inside("tty", service: "tty: true\ncommand: sh", commandLine, is: "sh "),
    .inside(
        "stdin_open", service: "stdin_open: true\ncommand: cat", "\(commandLine); readlink /proc/1/fd/0",
        is: "cat pipe:.*"),
    .inside(
        "stdin_open", service: "stdin_open: true\ntty: true\ncommand: cat", "readlink /proc/1/fd/0",
        is: "/dev/pts/0"),
    .inside("stdin_open", service: "stdin_open: false", "readlink /proc/1/fd/0", is: "/dev/null|pipe:.*"),
]

private func limit(_ name: String) -> String {
    "grep 'Max \(name)' /proc/1/limits | sed 's/  */ /g' | cut -d' ' -f4-5"
}

private let limitEffects: [Effect] = [
    .inside(
        "ulimits", "ulimits.*", "ulimits.*.soft", "ulimits.*.hard",
        service: "ulimits: {nofile: {soft: 100, hard: 200}}", limit("open"), is: "100 200"),
    .inside("ulimits.*", service: "ulimits: {nofile: 300}", limit("open"), is: "300 300"),
    .inside(
        "ulimits.*", service: "ulimits: {fsize: -1}", limit("file size"), is: "unlimited unlimited"),
    .inside("ulimits.*", service: "ulimits: {core: 0}", limit("core file"), is: "size 0|0 0"),
    Effect(
        attributes: ["services.*.ulimits"], service: "ulimits: {nofile: 99999999999}", place: .refusal,
        expected: ".*compose.yaml:3:5: .*\"nofile\" cannot be raised to 99999999999: .*lower it to [0-9]+.*"),
    .inside("oom_score_adj", service: "oom_score_adj: 321", "cat /proc/1/oom_score_adj", is: "321"),
    mayRaiseLimits
        ? .inside("oom_score_adj", service: "oom_score_adj: -321", "cat /proc/1/oom_score_adj", is: "-321")
        : Effect(
            attributes: ["services.*.oom_score_adj"], service: "oom_score_adj: -321", place: .refusal,
            expected: ".*compose.yaml:3:5: .*CAP_SYS_RESOURCE is missing.*"),
]

/// Unknown counts as no.
private let mayRaiseLimits = (try? mayRaiseResourceLimits()) ?? false

private let kernelSettingEffects: [Effect] = [
    .inside(
        "sysctls", "sysctls.*", service: "sysctls: {net.core.somaxconn: 77}",
        "cat /proc/sys/net/core/somaxconn", is: "77"),
    .inside(
        "sysctls", service: "sysctls: [kernel.shmmax=123456, fs.mqueue.msg_max=11]",
        "cat /proc/sys/kernel/shmmax /proc/sys/fs/mqueue/msg_max", is: "123456\n11"),
    .inside(
        "sysctls", service: "user: www-data",
        "cat /proc/sys/net/ipv4/ip_unprivileged_port_start /proc/sys/net/ipv4/ping_group_range",
        is: "0\n0\t2147483647"),
    .inside(
        "sysctls", service: "sysctls: {net.ipv4.ip_unprivileged_port_start: 1024}",
        "cat /proc/sys/net/ipv4/ip_unprivileged_port_start", is: "1024"),
    Effect(
        attributes: ["services.*.sysctls"], service: "sysctls: {vm.max_map_count: 262144}", place: .refusal,
        expected: ".*compose.yaml:3:.*\"vm.max_map_count\" is a setting of the whole machine.*on the host.*"),
]

private let runtimeEffects: [Effect] = [
    .inside("runtime", service: "runtime: runc", commandLine, is: "sleep 1d "),
    .inside("runtime", service: "runtime: io.containerd.runc.v2", commandLine, is: "sleep 1d "),
    Effect(
        attributes: ["services.*.runtime"], service: "runtime: no-such-runtime", place: .refusal,
        expected: ".*compose.yaml:3:5: .*no program \"no-such-runtime\".*"),
]
