public import LinuxSystem

extension RuntimeSpec {
    /// A container as people expect one: own namespaces but the network's, default mounts, devices and masks.
    ///
    /// The network is the host's until `join` names another one. Capabilities are the standard fourteen
    /// unless the process has its own; a seccomp filter is added by `confine`.
    public static func standard(
        process: Process, rootfs: String, cgroups: CgroupHierarchies, sharedMemory: Int64 = 64 << 20
    ) -> RuntimeSpec {
        var spec = RuntimeSpec(process: process, root: Root(path: rootfs))
        spec.process.capabilities = process.capabilities ?? .standard
        spec.mounts = standardMounts(sharedMemory: sharedMemory)
        spec.linux.namespaces = [.init(.pid), .init(.mount), .init(.ipc), .init(.uts)]
        // With version 1 a private cgroup namespace hides the limits from programs that look for them.
        if cgroups.layout == .unified { spec.linux.namespaces.append(.init(.cgroup)) }
        spec.linux.resources = Resources()
        spec.linux.resources?.devices = standardDeviceRules
        spec.linux.maskedPaths = standardMaskedPaths
        spec.linux.readonlyPaths = standardReadonlyPaths
        return spec
    }

    /// Makes the container join the network namespace at a path, instead of the host's or another one.
    public mutating func joinNetwork(at path: String) { join(.network, at: path) }

    /// Puts the container into the namespace at a path, or into a new one, instead of any other of the kind.
    public mutating func join(_ kind: Namespace.Kind, at path: String?) {
        leave(kind)
        linux.namespaces.append(Namespace(kind, path: path))
    }

    /// Leaves the container in the host's namespace of a kind.
    public mutating func leave(_ kind: Namespace.Kind) { linux.namespaces.removeAll { $0.type == kind } }
}

private func standardMounts(sharedMemory: Int64) -> [RuntimeSpec.Mount] {
    let bare = ["nosuid", "noexec", "nodev"]
    return [
        .init("/proc", type: "proc", source: "proc", options: bare),
        .init(
            "/dev", type: "tmpfs", source: "tmpfs",
            options: ["nosuid", "strictatime", "mode=755", "size=65536k"]),
        .init(
            "/dev/pts", type: "devpts", source: "devpts",
            options: ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]),
        .init("/sys", type: "sysfs", source: "sysfs", options: bare + ["ro"]),
        .init("/sys/fs/cgroup", type: "cgroup", source: "cgroup", options: bare + ["relatime", "ro"]),
        .init("/dev/mqueue", type: "mqueue", source: "mqueue", options: bare),
        .init(
            "/dev/shm", type: "tmpfs", source: "shm", options: bare + ["mode=1777", "size=\(sharedMemory)"]),
    ]
}

/// Nodes may be made of any device; used are those that every container has.
private let standardDeviceRules: [RuntimeSpec.DeviceRule] = {
    let used: [(major: Int64, minor: Int64?)] = [
        (1, 3), (1, 5), (1, 7), (1, 8), (1, 9),  // null, zero, full, random, urandom
        (5, 0), (5, 1), (5, 2), (136, nil),  // tty, console, ptmx, pts
    ]
    return [
        .init(allow: false), .init(allow: true, type: "c", access: "m"),
        .init(allow: true, type: "b", access: "m"),
    ] + used.map { .init(allow: true, type: "c", major: $0.major, minor: $0.minor) }
}()

private let standardMaskedPaths = [
    "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
    "/proc/sched_debug", "/proc/scsi", "/proc/timer_list", "/proc/timer_stats",
    "/sys/devices/virtual/powercap", "/sys/firmware",
]

private let standardReadonlyPaths = [
    "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger",
]
