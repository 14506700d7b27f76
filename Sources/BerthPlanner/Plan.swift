public import BerthModel

/// One change to the host, or one wait for it; exactly one function of the engine.
public enum Operation: Sendable, Hashable {
    /// Make the network of a key.
    case createNetwork(key: String, name: String)
    /// Remove a network that was made.
    case removeNetwork(name: String)
    /// Make the volume of a key.
    case createVolume(key: String, name: String)
    /// Remove a volume and its data.
    case removeVolume(name: String)
    /// Make a container, up to the point where its process waits to be started.
    case createContainer(ContainerName)
    /// Start the process of a container.
    case startContainer(ContainerName)
    /// Stop the process of a container.
    case stopContainer(ContainerName)
    /// Remove a container that does not run.
    case removeContainer(ContainerName)
    /// Wait until every container of a service meets a condition.
    case awaitCondition(service: String, condition: Dependency.Condition)
}

/// A container by its place in the project; the name is unique on the host.
public struct ContainerName: Sendable, Hashable {
    /// The service.
    public let service: String
    /// The number within the service, from one.
    public let number: Int
    /// The name, such as `shop-web-1`.
    public let name: String

    /// Names a container.
    public init(service: String, number: Int, name: String) {
        self.service = service
        self.number = number
        self.name = name
    }
}

/// An operation, why it is needed, and which steps must end before it.
public struct Step: Sendable, Hashable, Identifiable {
    /// The position in the plan, from one.
    public let id: Int
    /// What to do.
    public let operation: Operation
    /// Why, in the words that `--dry-run` prints.
    public let reason: String
    /// The steps that must succeed first, in ascending order.
    public let dependencies: [Int]
    /// The steps that must end first, whether they succeed or not, in ascending order.
    public let tolerated: [Int]
}

/// An acyclic graph of steps, dependencies before dependents.
public struct Plan: Sendable, Hashable {
    /// The steps in order.
    public private(set) var steps: [Step] = []

    /// Creates an empty plan.
    public init() {}

    /// Adds a step and returns its number, for later steps to wait on.
    @discardableResult
    public mutating func add(
        _ operation: Operation, because reason: String, after dependencies: [Int] = [],
        tolerating tolerated: [Int] = []
    ) -> Int {
        let id = steps.count + 1
        steps.append(
            Step(
                id: id, operation: operation, reason: reason, dependencies: Set(dependencies).sorted(),
                tolerated: Set(tolerated).subtracting(dependencies).sorted()))
        return id
    }
}

extension Plan {
    /// True for a wait that may fail: every step that waits for it begins all the same.
    public func isOptional(_ step: Step) -> Bool {
        guard case .awaitCondition = step.operation else { return false }
        return !steps.contains { $0.dependencies.contains(step.id) }
    }
}

extension Operation: CustomStringConvertible {
    /// The subject, then the verb: `container shop-web-1: start`.
    public var description: String {
        switch self {
        case .createNetwork(_, let name): "network \(name): create"
        case .removeNetwork(let name): "network \(name): remove"
        case .createVolume(_, let name): "volume \(name): create"
        case .removeVolume(let name): "volume \(name): remove"
        case .createContainer(let container): "container \(container.name): create"
        case .startContainer(let container): "container \(container.name): start"
        case .stopContainer(let container): "container \(container.name): stop"
        case .removeContainer(let container): "container \(container.name): remove"
        case .awaitCondition(let service, let condition): "service \(service): await \(condition.rawValue)"
        }
    }
}

extension Plan: CustomStringConvertible {
    /// One line a step, stable across runs; `--dry-run` prints it and tests compare it.
    public var description: String {
        steps.map { step in
            let after = (step.dependencies.map(String.init) + step.tolerated.map { "\($0)?" })
            let waits = after.isEmpty ? "" : " after \(after.joined(separator: ", "))"
            return "\(step.id). \(step.operation)\(waits) (\(step.reason))"
        }.joined(separator: "\n")
    }
}
