import YAMLTree

/// How much one load may ask of the machine before it is refused; what people write is far below.
struct LoadLimits: Sendable, Hashable {
    /// Documents in one file.
    var documents = 100
    /// Files that include each other in a row.
    var inclusionDepth = 50
    /// Files that are included, each counted as often as it is.
    var inclusions = 2_000
    /// Values of all documents, with those that `extends` and `include` add.
    var values = 3_000_000
    /// Ports that ranges stand for.
    var ports = 262_144
    /// Bytes of all files, each counted as often as it is used.
    var fileBytes = 128 << 20
    /// Bytes of all texts that variables are replaced in, and of the variables that services get.
    var textBytes = 256 << 20
}

/// What one load has left of its limits; all its stages take from the same.
final class LoadBudget {
    /// What is counted across stages.
    enum Resource: Sendable, Hashable {
        case inclusions, values, ports, textBytes
    }

    /// The limits.
    let limits: LoadLimits
    private var used: [Resource: Int] = [:]
    private var exhausted: Set<Resource> = []

    /// Begins with nothing used.
    init(_ limits: LoadLimits = LoadLimits()) { self.limits = limits }

    /// Takes some of a resource; false when that is more than is left, which is an error once.
    func take(_ count: Int, of resource: Resource, at node: Node, into findings: inout Findings) -> Bool {
        used[resource, default: 0] += count
        guard used[resource, default: 0] > limit(of: resource) else { return true }
        if exhausted.insert(resource).inserted { findings.error(refusal(of: resource), at: node) }
        return false
    }

    /// True when more was asked of a resource than there is; what would make more of it can be left out.
    func isExhausted(_ resource: Resource) -> Bool { exhausted.contains(resource) }

    private func limit(of resource: Resource) -> Int {
        switch resource {
        case .inclusions: limits.inclusions
        case .values: limits.values
        case .ports: limits.ports
        case .textBytes: limits.textBytes
        }
    }

    private func refusal(of resource: Resource) -> String {
        let limit = limit(of: resource)
        return switch resource {
        case .inclusions: "more than \(limit) files are included"
        case .values: "the project has more than \(limit) values with what aliases, extends and include add"
        case .ports: "the ranges of ports stand for more than \(limit) ports"
        case .textBytes: "the variables make texts of more than \(limit) bytes together"
        }
    }
}

extension Node {
    /// The number of values in it, with itself.
    var weight: Int {
        switch content {
        case .scalar: 1
        case .sequence(let items): items.reduce(1) { $0 + $1.weight }
        case .mapping(let mapping): mapping.reduce(1) { $0 + $1.value.weight }
        }
    }
}
