internal import BerthModel
internal import BerthPlanner
internal import BerthStore
internal import LinuxSystem

extension PlanRun {
    /// Looks for what would make the plan fail before it changes anything, and takes the host's ports for it.
    ///
    /// All that is found is told at once. Ports taken here are given back when this throws.
    public func preflight() throws {
        let orders = plan.steps.compactMap { step -> ContainerName? in
            guard case .createContainer(let name) = step.operation else { return nil }
            return name
        }
        var failures = FailureList()
        for service in Set(orders.map(\.service)).sorted().compactMap(context.project.service(named:)) {
            failures.attempt { try checkHost(for: service) }
            for attachment in service.networks {
                failures.attempt { try checkExternal(attachment, service: service) }
            }
        }
        for step in plan.steps { failures.attempt { try checkDriver(of: step) } }
        for volume in context.project.volumes { failures.attempt { try check(volume) } }
        let removed = Set(plan.steps.compactMap(\.operation.removedContainer))
        for name in orders {
            failures.attempt {
                try checkName(name, orders, removed)
                try promise(name)
            }
        }
        if !failures.isEmpty { releasePromises() }
        try failures.throwIfAny()
    }

    /// A fixed name is given to one container only, on the whole host.
    private func checkName(_ name: ContainerName, _ orders: [ContainerName], _ removed: Set<String>) throws {
        let service = context.project.service(named: name.service)
        let holder = try engine.drivers.store.container(named: name.name)?.status
        let isOwn = holder?.project == context.project.name && holder?.service == name.service
        if orders.filter({ $0.name == name.name }).count > 1 || isOwn && !removed.contains(name.name) {
            throw Failure(
                .invalidFile,
                "service \"\(name.service)\": the fixed container name \"\(name.name)\" allows one container only",
                at: service?.location, remedy: "remove container_name to scale the service")
        }
        guard let holder, !removed.contains(name.name) else { return }
        throw Failure(
            .runtime,
            "service \"\(name.service)\": the container name \"\(name.name)\" is in use by service "
                + "\"\(holder.service)\" of project \"\(holder.project)\"",
            at: service?.location, remedy: "remove that container, or choose another container_name")
    }

    /// Networks are bridges and volumes are directories here; others cannot be made.
    private func checkDriver(of step: Step) throws {
        switch step.operation {
        case .createNetwork(let key, let name):
            guard let network = context.project.network(keyed: key), network.driver != "bridge" else {
                return
            }
            throw Failure(
                .invalidFile, "network \"\(name)\": driver \"\(network.driver)\" is not supported",
                at: network.location, remedy: "use \"bridge\"")
        case .createVolume(let key, let name):
            guard let volume = context.project.volume(keyed: key), volume.driver != "local" else { return }
            throw Failure(
                .invalidFile, "volume \"\(name)\": driver \"\(volume.driver)\" is not supported",
                at: volume.location, remedy: "use \"local\"")
        default: return
        }
    }

    /// Tells what the host cannot give a service: errors are thrown, warnings emitted.
    private func checkHost(for service: Service) throws {
        try tell(
            HostCheck(
                service: service, image: context.images[service.name], project: context.project,
                drivers: engine.drivers
            ).findings())
    }

    private func check(_ volume: Volume) throws {
        let existing = try engine.drivers.store.volume(named: volume.name)
        try tell(VolumeCheck(volume: volume, project: context.project.name, existing: existing).findings())
    }

    private func tell(_ findings: [Diagnostic]) throws {
        var failures = FailureList()
        for finding in findings {
            switch finding.severity {
            case .error: failures.append(Failure(finding))
            case .warning: warn(finding)
            }
        }
        try failures.throwIfAny()
    }

    private func checkExternal(_ attachment: NetworkAttachment, service: Service) throws {
        guard let network = context.project.network(keyed: attachment.network), network.isExternal,
            try !engine.drivers.store.networks().contains(where: { $0.name == network.name })
        else { return }
        throw Failure(
            .notFound, "service \"\(service.name)\": external network \"\(network.name)\" not found",
            at: attachment.location ?? network.location, remedy: "bring up the project that makes it first")
    }

    private func promise(_ name: ContainerName) throws {
        guard let service = context.project.service(named: name.service) else { return }
        let id = makeContainerID()
        let ports = try engine.reservePorts(of: service, container: id)
        keep(Promise(id: id, ports: ports), for: name)
    }
}

/// What is promised to a container before it is created.
struct Promise: Sendable {
    let id: String
    let ports: [ContainerStatus.PublishedPort]
}

/// A new id for a container, of as many digits as container ids have everywhere.
func makeContainerID() -> String { makeID(digits: 64) }

extension BerthPlanner.Operation {
    /// The name of the container that this operation removes.
    fileprivate var removedContainer: String? {
        guard case .removeContainer(let name) = self else { return nil }
        return name.name
    }
}
