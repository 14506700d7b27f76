/// What `down` is asked to remove.
public struct DownGoal: Sendable, Hashable {
    /// The services to remove; empty means the whole stack with its networks.
    public var services: [String] = []
    /// The services that belong to the project; containers of others are orphans and stay unless asked for.
    ///
    /// Nil when no file was found: everything recorded belongs to the stack.
    public var known: [String]?
    /// True removes orphans too.
    public var removesOrphans = false
    /// True removes the named volumes of the project.
    public var removesVolumes = false

    /// Asks for the end of a whole stack.
    public init() {}

    func covers(_ container: ObservedContainer) -> Bool {
        if !services.isEmpty { return services.contains(container.name.service) }
        guard let known, !removesOrphans else { return true }
        return known.contains(container.name.service)
    }
}

extension Plan {
    /// The steps that remove a stack: dependents are stopped before what they depend on, networks go last.
    ///
    /// A failed step of a teardown does not keep later ones from being tried, so every wait is a tolerated one.
    public static func down(_ goal: DownGoal, from observed: ObservedState) -> Plan {
        var plan = Plan()
        let containers = observed.containers.filter(goal.covers)
        let stops = plan.addStops(of: containers, because: "the stack goes down")
        let removals = containers.map { container in
            plan.add(
                .removeContainer(container.name), because: "the stack goes down",
                tolerating: stops[container.name].map { [$0] } ?? [])
        }
        guard goal.services.isEmpty else { return plan }
        let isEmptied = containers.count == observed.containers.count
        for network in observed.networks where isEmptied {
            plan.add(.removeNetwork(name: network.name), because: "the stack goes down", tolerating: removals)
        }
        for volume in observed.volumes where goal.removesVolumes {
            plan.add(.removeVolume(name: volume), because: "volumes are removed too", tolerating: removals)
        }
        return plan
    }

    /// The steps that stop the containers of services, dependents first; empty means all.
    ///
    /// Those whose processes would be killed with theirs are stopped too, before them.
    public static func stop(_ asked: [String], from observed: ObservedState) -> Plan {
        var plan = Plan()
        let services = observed.servicesEnding(with: asked)
        let chosen = observed.containers.filter { services.isEmpty || services.contains($0.name.service) }
        _ = plan.addStops(of: chosen, because: "a stop is asked for")
        return plan
    }

    /// Adds a stop for each container that runs, after those of the services that depend on it.
    private mutating func addStops(of containers: [ObservedContainer], because reason: String)
        -> [ContainerName: Int]
    {
        let graph = ServiceGraph(observed: containers)
        var byService: [String: [Int]] = [:]
        var steps: [ContainerName: Int] = [:]
        for service in graph.startOrder().reversed() {
            let earlier = graph.dependents(of: service).flatMap { byService[$0] ?? [] }
            for container in containers
            where container.name.service == service && (container.isRunning || container.isRestarting) {
                let step = add(.stopContainer(container.name), because: reason, tolerating: earlier)
                steps[container.name] = step
                byService[service, default: []].append(step)
            }
            // A service without a running container passes its dependents' order on.
            if byService[service] == nil { byService[service] = earlier }
        }
        return steps
    }
}

extension ServiceGraph {
    /// The graph of the services of containers, from the definitions they were made from.
    init(observed containers: [ObservedContainer]) {
        self.init(
            Dictionary(containers.map { ($0.name.service, $0.dependencies) }, uniquingKeysWith: { $0 + $1 }))
    }
}
