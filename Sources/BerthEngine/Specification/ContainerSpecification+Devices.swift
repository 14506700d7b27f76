internal import BerthModel
internal import DeviceInterface
internal import OCIRuntime

extension ContainerSpecification {
    /// The devices that it has, and what else comes with them.
    func setDevices(_ spec: inout RuntimeSpec) throws {
        let wanted = try DeviceResolution(of: service)
        // The host may have changed since it was checked.
        if let finding = wanted.findings.first { throw Failure(finding) }
        var devices = service.privileges.isPrivileged ? try devicesOfHost() : []
        let paths = Set(wanted.nodes.map(\.path))
        devices.removeAll { paths.contains($0.path) }
        spec.linux.devices = devices + wanted.nodes
        var rules = (spec.linux.resources?.devices ?? []) + wanted.rules
        if service.privileges.isPrivileged { rules = [.init(allow: true)] }
        spec.linux.resources?.devices = rules
        spec.apply(wanted.edits)
    }
}

extension RuntimeSpec {
    /// Makes the changes of devices but for their nodes, which are there already and get their owner here.
    fileprivate mutating func apply(_ edits: ContainerEdits) {
        for entry in edits.environment {
            let name = entry.prefix { $0 != "=" }
            process.env.removeAll { $0.hasPrefix("\(name)=") }
            process.env.append(entry)
        }
        let targets = Set(edits.mounts.map(\.containerPath))
        mounts.removeAll { targets.contains($0.destination) }
        mounts += edits.mounts.sorted { $0.containerPath < $1.containerPath }.map { mount in
            Mount(
                mount.containerPath, type: mount.type ?? "bind", source: mount.hostPath,
                options: mount.options.isEmpty ? ["rbind"] : mount.options)
        }
        for hook in edits.hooks { add(hook) }
        let groups = process.user.additionalGids ?? []
        process.user.additionalGids = groups + edits.groups.filter { !groups.contains($0) }
        giveNodes(Set(edits.nodes.filter { $0.user == nil }.map(\.path)))
    }

    /// Gives nodes that belong to nobody to the container's user, who is to use them.
    private mutating func giveNodes(_ paths: Set<String>) {
        guard process.user.uid != 0 else { return }
        let user = process.user
        linux.devices = linux.devices?.map { device in
            guard paths.contains(device.path) else { return device }
            var device = device
            device.uid = user.uid
            device.gid = device.gid ?? user.gid
            return device
        }
    }

    private mutating func add(_ hook: ContainerEdits.Hook) {
        var all = hooks ?? Hooks()
        let list: WritableKeyPath<Hooks, [Hook]?> =
            switch hook.moment {
            case .prestart: \.prestart
            case .createRuntime: \.createRuntime
            case .createContainer: \.createContainer
            case .startContainer: \.startContainer
            case .poststart: \.poststart
            case .poststop: \.poststop
            }
        all[keyPath: list] =
            (all[keyPath: list] ?? []) + [
                Hook(
                    path: hook.path, args: hook.arguments, env: hook.environment, timeout: hook.timeout)
            ]
        hooks = all
    }
}
