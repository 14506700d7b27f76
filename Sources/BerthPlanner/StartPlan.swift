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
    /// Dependents are stopped before what they depend on.
    public static func restart(_ services: [String], of project: Project, from observed: ObservedState)
        -> Plan
    {
        var starter = Starter(project: project, observed: observed, result: .stop(services, from: observed))
        let stops = starter.result.steps.map(\.id)
        starter.add(services: services, earlier: stops, includesRunning: true)
        return starter.result
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
