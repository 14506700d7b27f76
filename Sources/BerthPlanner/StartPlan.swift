public import BerthModel

extension Plan {
    /// The steps that start existing containers of services, with the waits that their dependencies ask for.
    ///
    /// `stopping` stops the running ones first, dependents before what they depend on (`restart`).
    public static func start(_ services: [String], of project: Project, from observed: ObservedState) -> Plan
    {
        var starter = Starter(project: project, observed: observed)
        starter.add(services: services, earlier: [], includesRunning: false)
        return starter.result
    }

    /// The steps that stop and start existing containers of services; empty means all.
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
        var startSteps: [String: [Int]] = [:]
        var awaitSteps: [String: [Dependency.Condition: Int]] = [:]
        for name in ServiceGraph(of: project).startOrder() where services.isEmpty || services.contains(name) {
            guard let service = project.service(named: name) else { continue }
            let waits = service.dependencies.flatMap { dependency -> [Int] in
                let starts = startSteps[dependency.service] ?? []
                // A dependency that is not started here was not asked for: nothing to wait on.
                if dependency.condition == .started || starts.isEmpty { return starts }
                if let step = awaitSteps[dependency.service]?[dependency.condition] { return [step] }
                let step = result.add(
                    .awaitCondition(service: dependency.service, condition: dependency.condition),
                    because: "others depend on it", after: starts)
                awaitSteps[dependency.service, default: [:]][dependency.condition] = step
                return [step]
            }
            for container in observed.containers(of: name) where includesRunning || !container.isRunning {
                let step = result.add(
                    .startContainer(container.name), because: "a start is asked for", after: earlier + waits)
                startSteps[name, default: []].append(step)
            }
        }
    }
}
