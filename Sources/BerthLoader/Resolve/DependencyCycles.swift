import YAMLTree

/// The cycles among services that wait for each other; each begins and ends with the same service.
///
/// An entry's place is where the service before it names it; the first one's is where the last names it.
func dependencyCycles(in services: Mapping) -> [[Mapping.Entry]] {
    var search = CycleSearch(services: services)
    for name in services.keys.sorted() { search.visit(name) }
    return search.cycles
}

private struct CycleSearch {
    let services: Mapping
    var cycles: [[Mapping.Entry]] = []
    private var finished: Set<String> = []

    init(services: Mapping) { self.services = services }

    /// Searches depth first with a stack of its own, for chains may be longer than the thread's is deep.
    mutating func visit(_ start: String) {
        guard !finished.contains(start) else { return }
        var path: [(name: String, entry: Mapping.Entry?, rest: [Mapping.Entry])] = [
            (start, nil, dependencies(of: start))
        ]
        while var top = path.popLast() {
            guard let next = top.rest.popLast() else {
                finished.insert(top.name)
                continue
            }
            path.append(top)
            if let position = path.firstIndex(where: { $0.name == next.key }) {
                cycles.append([next] + path[(position + 1)...].compactMap(\.entry) + [next])
            } else if !finished.contains(next.key) {
                path.append((next.key, next, dependencies(of: next.key)))
            }
        }
    }

    private func dependencies(of service: String) -> [Mapping.Entry] {
        let entries = services[service]?["depends_on"]?.mapping?.entries ?? []
        return entries.sorted { $0.key > $1.key }
    }
}
