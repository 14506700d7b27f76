internal import BerthImages
internal import BerthModel
internal import BerthPlanner
internal import BerthStore
internal import OCIRuntime

/// A container that is to be created: everything that is known before the first act.
struct ContainerOrder: Sendable {
    let promise: Promise
    let name: ContainerName
    let service: Service
    let image: Image
    /// The images whose files are mounted, by reference.
    let mountedImages: [String: Image]
    let predecessor: PlanRun.Predecessor
    /// The host name that it has from the host or another container; nil for its own.
    var inheritedHostname: String?

    /// The container's id.
    var id: String { promise.id }

    /// The host name inside the container.
    var hostname: String { inheritedHostname ?? service.hostname ?? shortID(id) }

    /// What the image says of the process.
    var imageProcess: ImageProcess {
        var process = ImageProcess()
        process.entrypoint = image.configuration.entrypoint
        process.command = image.configuration.command
        process.environment = image.configuration.environment
        return process
    }

    /// The process's arguments.
    var arguments: [String] {
        containerArguments(entrypoint: service.entrypoint, command: service.command, image: imageProcess)
    }

    /// The process's environment as `KEY=VALUE`.
    var environment: [String] {
        containerEnvironment(
            given: service.environment.map { "\($0.name)=\($0.value)" }, image: imageProcess,
            hostname: hostname, hasTerminal: service.hasTerminal)
    }

    /// The labels that other tools filter by, over the user's and the image's.
    func labels(of project: Project) -> [String: String] {
        var ours = [
            ComposeLabel.project: project.name, ComposeLabel.service: service.name,
            ComposeLabel.containerNumber: "\(name.number)", ComposeLabel.oneOff: "False",
            ComposeLabel.configHash: service.configHash, ComposeLabel.image: image.id,
            ComposeLabel.version: berthVersion,
            ComposeLabel.workingDirectory: project.workingDirectory,
            ComposeLabel.configFiles: project.configFiles.joined(separator: ","),
            ComposeLabel.dependsOn: service.dependencies.map {
                "\($0.service):\($0.condition.rawValue):\($0.restartsDependent)"
            }.joined(separator: ","),
        ]
        if !project.environmentFiles.isEmpty {
            ours[ComposeLabel.environmentFiles] = project.environmentFiles.joined(separator: ",")
        }
        if predecessor.isThere {
            ours[ComposeLabel.replaced] = service.containerName ?? "\(service.name)-\(name.number)"
        }
        return image.configuration.labels.merging(service.labels) { $1 }.merging(ours) { $1 }
    }
}

extension ProbeRecord {
    /// The probe that a service's health check and its image's make together; nil for none.
    ///
    /// Each value of the service wins over the image's, which wins over the reference's default.
    init?(_ service: Healthcheck?, image: Healthcheck?, shell: [String]) {
        let own = service?.test ?? .inherited
        switch own == .inherited ? image?.test ?? .none : own {
        case .command(let command): self.init(command: command)
        case .shell(let line): self.init(command: (shell.isEmpty ? ["/bin/sh", "-c"] : shell) + [line])
        case .none, .inherited: return nil
        }
        interval = service?.interval ?? image?.interval ?? interval
        timeout = service?.timeout ?? image?.timeout ?? timeout
        startPeriod = service?.startPeriod ?? image?.startPeriod ?? startPeriod
        startInterval = service?.startInterval ?? image?.startInterval ?? startInterval
        // Zero means the default, in the file and in the image alike.
        retries = [service?.retries, image?.retries].compactMap(\.self).first { $0 > 0 } ?? retries
    }
}
