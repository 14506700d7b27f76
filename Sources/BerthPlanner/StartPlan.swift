public import BerthModel

extension Plan {
    /// The steps that start existing containers of services, with the waits that their dependencies ask for.
    public static func start(_ services: [String], of project: Project, from observed: ObservedState) -> Plan
    {
        var starter = Starter(project: project, observed: observed)
        starter.add(services: services, earlier: [], includesRunning: false)
        return starter.result
    }

    /// The steps that stop and start existing containers of services; empty means all.
    ///
    /// Dependents are stopped before what they depend on, and those that are to be restarted with it are.
    public static func restart(_ chosen: [String], of project: Project, from observed: ObservedState)
        -> Plan
    {
        let services = observed.servicesEnding(with: project.servicesRestarting(with: chosen))
        var starter = Starter(project: project, observed: observed, result: .stop(services, from: observed))
        let stops = starter.result.steps.map(\.id)
        starter.add(services: services, earlier: stops, includesRunning: true)
        return starter.result
    }
}

extension Project {
    /// The given services and those that are restarted with one of them (`depends_on.restart`, shared namespaces).
    fileprivate func servicesRestarting(with services: [String]) -> [String] {
        var reached = services
        var open = services[...]
        while let name = open.popFirst() {
            let dependents = self.services.filter { service in
                !reached.contains(service.name)
                    && (namespaceOwners(of: service).contains(name)
                        || service.dependencies.contains { $0.service == name && $0.restartsDependent })
            }
            reached += dependents.map(\.name)
            open += dependents.map(\.name)
        }
        return reached
    }
}

/// Adds starts of containers that exist.
private struct Starter {
    let project: Project
    let observed: ObservedState
    var result = Plan()

    mutating func add(services: [String], earlier: [Int], includesRunning: Bool) {
        var dependencyWaits = DependencyWaits()
        for name in ServiceGraph(of: project).startOrder() where services.isEmpty || services.contains(name) {
            guard let service = project.service(named: name) else { continue }
            // A dependency that is not started here was not asked for: nothing to wait on.
            let waits = service.dependencies.filter { dependencyWaits.starts($0.service) }.flatMap {
                dependencyWaits.steps(for: $0, in: &result)
            }
            for container in observed.containers(of: name) where includesRunning || !container.isRunning {
                let step = result.add(
                    .startContainer(container.name), because: "a start is asked for", after: earlier + waits)
                dependencyWaits.add(start: step, of: name)
            }
        }
    }
}
