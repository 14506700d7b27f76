/// The devices of a container.
let deviceEffects: [Effect] = [
    sameDevice("devices: [/dev/kmsg]", "/dev/kmsg"),
    sameDevice("devices: [\"/dev/kmsg:/dev/other/name\"]", "/dev/other/name"),
    sameDevice("devices: [{source: /dev/kmsg, target: /at/the/root}]", "/at/the/root"),
    .inside(
        "devices", "devices[].permissions", service: "devices: [\"/dev/kmsg:/dev/k:w\"]", opens("/dev/k"),
        is: "no yes"),
    .inside(
        "devices[].source", "devices[].target", "devices[].permissions",
        service: "devices: [{source: /dev/full, target: /dev/k, permissions: r}]\n"
            + "device_cgroup_rules: []", "head -c 2 /dev/k | wc -c", is: "2"),
    .inside(
        "devices", service: "devices: [/dev/net:/dev/all]", "stat -c %t:%T /dev/all/tun", is: "a:c8"),
    .inside(
        "device_cgroup_rules", service: "device_cgroup_rules: [\"c 1:11 w\"]",
        "mknod /k c 1 11; \(opens("/k"))", is: "no yes"),
    .inside(
        "device_cgroup_rules", service: "device_cgroup_rules: [\"a 1:* w\"]",
        "mknod /k c 1 11; \(opens("/k"))", is: "no yes"),
    .inside(
        "device_cgroup_rules", service: "device_cgroup_rules: []", "mknod /k c 1 11; \(opens("/k"))",
        is: "no no"),
    refused("devices", "devices: [/dev/no-such-device]", "\"/dev/no-such-device\" is not on this host"),
    refused("devices", "devices: [/etc/passwd]", "\"/etc/passwd\" is neither a device nor a directory"),
    refused("devices", "devices: [\"example.com/none=0\"]", "there is no device \"example.com/none=0\""),
    refused("gpus", "gpus: [{driver: no-such-driver}]", "this host has no devices"),
    refused(
        "deploy.resources.reservations.devices",
        "deploy: {resources: {reservations: {devices: [{capabilities: [no-such-class]}]}}}",
        "this host has no devices"),
]

/// Whether a path can be opened for reading and for writing.
private func opens(_ path: String) -> String {
    "(head -c 0 \(path)) 2> /dev/null && : < \(path) && printf 'yes ' || printf 'no '; "
        + "(true > \(path)) 2> /dev/null && echo yes || echo no"
}

/// A device with the numbers, the mode and the owner that `/dev/kmsg` has.
private func sameDevice(_ service: String, _ path: String) -> Effect {
    .onHost(
        "devices", service: service,
        "for f in /dev/kmsg /proc/$PID/root\(path); do stat -c %F:%t:%T:%a:%u:%g $f; done | uniq | wc -l",
        is: "1")
}
