internal import LinuxSystem
internal import OCIRuntime

extension RuntimeSpec.Device {
    /// The node at a path of the host, with its mode and owner, for a path in a container.
    ///
    /// Nil when there is no device; a symbolic link is none.
    init?(onHost hostPath: String, as path: String) throws {
        guard let status = try linkStatus(hostPath), let number = status.deviceNumber else { return nil }
        self.init(
            path: path, type: status.kind == .blockDevice ? "b" : "c", major: number.major,
            minor: number.minor)
        fileMode = status.mode
        uid = status.user
        gid = status.group
    }

    /// The rule that lets processes use it.
    func rule(permissions: String) -> RuntimeSpec.DeviceRule {
        .init(allow: true, type: type, major: major, minor: minor, access: permissions)
    }
}

/// Every device below a directory of the host, for the same places below a directory of a container.
///
/// What vanishes meanwhile is not there; directories and files of the names are passed over.
func devices(
    below directory: String, as target: String, except names: Set<String> = []
) throws -> [RuntimeSpec.Device] {
    try directoryEntries(directory).filter { !names.contains($0) }.flatMap { name in
        let (path, target) = ("\(directory)/\(name)", "\(target)/\(name)")
        if try linkStatus(path)?.kind == .directory {
            return try devices(below: path, as: target, except: names)
        }
        return try RuntimeSpec.Device(onHost: path, as: target).map { [$0] } ?? []
    }
}

/// The devices that a privileged container has: all of the host but those that each container has its own of.
func devicesOfHost() throws -> [RuntimeSpec.Device] {
    try devices(
        below: "/dev", as: "/dev",
        except: [
            "pts", "shm", "fd", "mqueue", "console", "ptmx", ".lxc", ".lxd-mounts", ".udev",
        ])
}
