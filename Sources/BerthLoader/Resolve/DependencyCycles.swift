import YAMLTree

/// The first cycles among services that wait for each other; each begins and ends with the same service.
///
/// An entry's place is where the service before it names it; the first one's is where the last names it.
func dependencyCycles(in services: Mapping) -> [[Mapping.Entry]] {
    var search = CycleSearch(services: services)
    for name in services.keys.sorted() { search.visit(name) }
    return search.cycles
}

/// How many cycles are told at once; there may be more of them than services.
private let most = 10

private struct CycleSearch {
    let services: Mapping
    var cycles: [[Mapping.Entry]] = []
    private var finished: Set<String> = []

    init(services: Mapping) { self.services = services }

    /// Searches depth first with a stack of its own, for chains may be longer than the thread's is deep.
    mutating func visit(_ start: String) {
        guard !finished.contains(start) else { return }
        var path = [Step(name: start, entry: nil, rest: dependencies(of: start))]
        var positions = [start: 0]
        while cycles.count < most, let last = path.indices.last {
            guard let next = path[last].rest.popLast() else {
                positions[path[last].name] = nil
                finished.insert(path.removeLast().name)
                continue
            }
            if let position = positions[next.key] {
                cycles.append([next] + path[(position + 1)...].compactMap(\.entry) + [next])
            } else if !finished.contains(next.key) {
                positions[next.key] = path.count
                path.append(Step(name: next.key, entry: next, rest: dependencies(of: next.key)))
            }
        }
    }

    private func dependencies(of service: String) -> [Mapping.Entry] {
        let entries = services[service]?.members("depends_on") ?? []
        return entries.sorted { $0.key > $1.key }
    }
}

/// A service on the way, where the one before it names it, and what it waits for that was not followed yet.
private struct Step {
    let name: String
    let entry: Mapping.Entry?
    var rest: [Mapping.Entry]
}
