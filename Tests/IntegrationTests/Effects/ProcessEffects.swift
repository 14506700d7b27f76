/// What runs in a container, and how it finds the world.
let processEffects: [Effect] = [
    .inside("command", service: "command: sleep 12345", "tr '\\0' ' ' < /proc/1/cmdline", is: "sleep 12345 "),
    .inside(
        "entrypoint", service: "entrypoint: [sleep, \"23456\"]", "tr '\\0' ' ' < /proc/1/cmdline",
        is: "sleep 23456 "),
    .inside("working_dir", service: "working_dir: /made/here", "readlink /proc/1/cwd", is: "/made/here"),
    .inside("user", service: "user: \"33:8\"", "grep -E '^[UG]id' /proc/1/status | cut -f2", is: "33\n8"),
    .inside("hostname", service: "hostname: host1", "cat /proc/sys/kernel/hostname", is: "host1"),
    .inside(
        "environment", "environment.*", service: "environment: {A: \"b c\"}",
        "tr '\\0' '\\n' < /proc/1/environ | grep ^A=", is: "A=b c"),
]
