internal import BerthModel

/// What starts wait for on behalf of their dependencies: one step a condition, whoever else asks for it.
struct DependencyWaits {
    private var starts: [String: [Int]] = [:]
    private var conditions: [String: [Dependency.Condition: Int]] = [:]

    /// Notes a step that starts a container of a service.
    mutating func add(start step: Int, of service: String) { starts[service, default: []].append(step) }

    /// True when the plan starts containers of a service.
    func starts(_ service: String) -> Bool { starts[service] != nil }

    /// The steps to wait for, of which the one for a condition is added to the plan.
    mutating func steps(for dependency: Dependency, in plan: inout Plan) -> [Int] {
        let starts = starts[dependency.service] ?? []
        if dependency.condition == .started { return starts }
        if let step = conditions[dependency.service]?[dependency.condition] { return [step] }
        let step = plan.add(
            .awaitCondition(service: dependency.service, condition: dependency.condition),
            because: "others depend on it", after: starts)
        conditions[dependency.service, default: [:]][dependency.condition] = step
        return [step]
    }
}
