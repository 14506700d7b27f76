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
        let user = try ContainerUser(service.user ?? order.image.configuration.user, in: root)
        var process = RuntimeSpec.Process(args: order.arguments)
        process.user = user.user
        process.env = order.environment
        if !process.env.contains(where: { $0.hasPrefix("HOME=") }) { process.env.append("HOME=\(user.home)") }
        process.cwd = service.workingDirectory ?? order.image.configuration.workingDirectory
        if process.cwd.isEmpty { process.cwd = "/" }
        try root.makeDirectories(process.cwd)
        return process
    }

    /// How the container is called, by itself and by others.
    func setNames(_ spec: inout RuntimeSpec) { spec.hostname = order.hostname }
}
