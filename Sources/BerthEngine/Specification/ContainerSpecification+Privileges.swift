internal import BerthModel
internal import LinuxSystem
internal import OCIRuntime

extension ContainerSpecification {
    /// What its processes may do.
    func setPrivileges(_ spec: inout RuntimeSpec) throws {
        let privileges = service.privileges
        spec.process.capabilities = try privileges.capabilities()
        spec.process.noNewPrivileges = privileges.forbidsNewPrivileges
        spec.process.apparmorProfile = privileges.appArmorProfile
        if privileges.showsSystemPaths {
            spec.linux.maskedPaths = nil
            spec.linux.readonlyPaths = nil
        } else {
            spec.linux.maskedPaths? += try throttlingCounters()
        }
        if privileges.isPrivileged { spec.makeWritable("/sys") }
        if privileges.writesControlGroups { spec.makeWritable("/sys/fs/cgroup") }
        if service.isReadOnly { setReadOnly(&spec) }
        if let filter = privileges.systemCallFilter {
            try spec.confine(by: drivers.seccomp, filter, for: runtime.kind)
        }
    }

    /// Nothing but the mounts can be written, nor can the files that are the engine's.
    private func setReadOnly(_ spec: inout RuntimeSpec) {
        spec.root.readonly = true
        let given = Set(service.mounts.map(\.target))
        for index in spec.mounts.indices
        where engineFiles.subtracting(given).contains(spec.mounts[index].destination) {
            spec.mounts[index].options = (spec.mounts[index].options ?? []) + ["ro"]
        }
    }
}

/// What every container has mounted in `/etc`.
private let engineFiles: Set<String> = ["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"]

extension RuntimeSpec {
    /// Takes the protection against writing from a standard mount.
    fileprivate mutating func makeWritable(_ destination: String) {
        for index in mounts.indices where mounts[index].destination == destination {
            mounts[index].options?.removeAll { $0 == "ro" }
        }
    }
}

/// The counters of each processor that tell of its heat, and thereby of what others compute.
private func throttlingCounters() throws -> [String] {
    let directory = "/sys/devices/system/cpu"
    return try directoryEntries(directory).map { "\(directory)/\($0)/thermal_throttle" }.filter(fileExists)
}
