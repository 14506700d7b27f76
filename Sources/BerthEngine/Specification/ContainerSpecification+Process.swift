internal import BerthImages
internal import BerthModel
internal import LinuxSystem
internal import OCIRuntime

extension ContainerSpecification {
    /// The first process: what runs, as whom, where and with which environment.
    func process() throws -> RuntimeSpec.Process {
        guard !order.arguments.isEmpty else {
            throw Failure(
                .invalidFile,
                "service \"\(service.name)\": neither the service nor its image names a command",
                at: service.location, remedy: "add `command`")
        }
        let root = try RootedDirectory(rootfs)
        let user = try ContainerUser(
            service.user ?? order.image.configuration.user, in: root, extraGroups: service.privileges.groups)
        var process = RuntimeSpec.Process(args: order.arguments)
        if service.usesInitProgram { process.args = [InitProgram.path, "--"] + process.args }
        process.terminal = service.hasTerminal
        process.user = user.user
        process.env = order.environment
        if !process.env.contains(where: { $0.hasPrefix("HOME=") }) { process.env.append("HOME=\(user.home)") }
        process.cwd = service.workingDirectory ?? order.image.configuration.workingDirectory
        if process.cwd.isEmpty { process.cwd = "/" }
        try root.makeDirectories(process.cwd)
        try setLimits(&process)
        return process
    }

    /// The limits of each process, and how willingly the kernel kills it.
    ///
    /// Unless the file says otherwise a container is killed as willingly as any program, however the command that
    /// brought it up was started, if only that can be had.
    private func setLimits(_ process: inout RuntimeSpec.Process) throws {
        let limits = service.resources.processLimits.map(RuntimeSpec.ResourceLimit.init)
        if !limits.isEmpty { process.rlimits = limits }
        let priority = service.resources.memory.killPriority
        if try priority != nil || KillPriority.isAllowed(0) { process.oomScoreAdj = Int(priority ?? 0) }
    }

    /// How the container is called, by itself and by others.
    func setNames(_ spec: inout RuntimeSpec) {
        spec.hostname = order.hostname
        if !service.annotations.isEmpty {
            spec.annotations = (spec.annotations ?? [:]).merging(service.annotations) { $1 }
        }
    }

    /// What the kernel does in the container's own namespaces.
    ///
    /// The domain name is one of these settings, since not every runtime knows the specification's own word for it.
    func setKernelSettings(_ spec: inout RuntimeSpec) {
        var settings = service.kernelSettings
        if let domain = service.domainName, !domain.isEmpty, !service.namespaces.sharesHostname {
            settings["kernel.domainname"] = settings["kernel.domainname"] ?? domain
        }
        if !settings.isEmpty { spec.linux.sysctl = (spec.linux.sysctl ?? [:]).merging(settings) { $1 } }
    }
}

extension RuntimeSpec.ResourceLimit {
    fileprivate init(_ limit: ProcessLimit) {
        self.init(
            type: "RLIMIT_\(limit.name.uppercased())", hard: limit.hard.processLimit,
            soft: limit.soft.processLimit)
    }
}

extension Limit {
    /// The number of setrlimit(2), in which the largest means no bound.
    var processLimit: UInt64 {
        switch self {
        case .unlimited: .max
        case .atMost(let number): UInt64(clamping: number)
        }
    }
}

extension Service {
    /// The standard streams of its process.
    var streams: ContainerCreation.Streams {
        hasTerminal ? .terminal : keepsInputOpen ? .interactive : .output
    }

    /// True when a small program is its first process, which a process namespace of another has already.
    var usesInitProgram: Bool { hasInit == true && namespaces.processes == nil }

    /// The hardware address of an interface, if one is given: the service's own is for the first.
    func hardwareAddress(ofInterface index: Int) throws -> MACAddress? {
        let text = networks.indices.contains(index) ? networks[index].hardwareAddress : nil
        return try (text ?? (index == 0 ? hardwareAddress : nil)).map { try MACAddress($0) }
    }
}
