/// Which services depend on which; the order in which they start.
public struct ServiceGraph: Sendable, Hashable {
    private let dependencies: [String: [String]]

    /// Builds the graph from the services that each service depends on; unknown names are left out.
    public init(_ dependencies: [String: [String]]) {
        self.dependencies = dependencies.mapValues { names in
            names.filter { dependencies[$0] != nil }.sorted()
        }
    }

    /// The services that a service depends on directly.
    public func dependencies(of service: String) -> [String] { dependencies[service] ?? [] }

    /// The services that depend directly on a service, sorted.
    public func dependents(of service: String) -> [String] {
        dependencies.filter { $0.value.contains(service) }.keys.sorted()
    }

    /// The given services and all they depend on, sorted.
    public func closure(of services: [String]) -> [String] {
        var reached: Set<String> = []
        var open = services
        while let service = open.popLast() {
            if reached.insert(service).inserted { open += dependencies(of: service) }
        }
        return reached.sorted()
    }

    /// All services, each after those it depends on; services in a cycle come last, sorted.
    ///
    /// The loader refuses cycles with their places; the order here must exist all the same, for what was
    /// recorded by an earlier version.
    public func startOrder() -> [String] {
        var order: [String] = []
        var placed: Set<String> = []
        var waiting = dependencies.keys.sorted()
        while !waiting.isEmpty {
            let ready = waiting.filter { dependencies(of: $0).allSatisfy(placed.contains) }
            if ready.isEmpty { return order + waiting }
            order += ready
            placed.formUnion(ready)
            waiting.removeAll { placed.contains($0) }
        }
        return order
    }
}
