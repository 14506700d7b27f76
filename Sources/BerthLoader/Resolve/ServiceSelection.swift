import YAMLTree

/// Which services the active profiles enable.
struct ServiceSelection {
    /// The names of the services that are not enabled, each with its profiles.
    private(set) var disabled: [String: [String]] = [:]
    /// Every profile that a service names, sorted.
    private(set) var declaredProfiles: [String] = []

    /// Decides for the services of a tree.
    init(services: Mapping, profiles: [String], selected: [String]) {
        let named = services.entries.map { (name: $0.key, profiles: Self.profiles(of: $0.value)) }
        let chosen = named.filter { selected.contains($0.name) }.flatMap(\.profiles)
        let active = Set(profiles + chosen)
        declaredProfiles = Set(named.flatMap(\.profiles)).sorted()
        for service in named where !service.profiles.isEmpty && !active.contains("*") {
            if active.isDisjoint(with: service.profiles) { disabled[service.name] = service.profiles }
        }
    }

    private static func profiles(of service: Node) -> [String] {
        service["profiles"]?.sequence?.compactMap(\.string) ?? []
    }
}

/// The services named and those that they wait for, directly or not.
func withDependencies(_ names: [String], in services: Mapping) -> Set<String> {
    var found: Set<String> = []
    var waiting = names
    while let name = waiting.popLast() {
        guard found.insert(name).inserted else { continue }
        waiting += services[name]?["depends_on"]?.mapping?.entries.map(\.key) ?? []
    }
    return found
}
