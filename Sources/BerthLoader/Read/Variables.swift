import YAMLTree

/// The variables for interpolation, each with where its value is from.
struct Variables: Sendable {
    /// The values by name.
    private(set) var values: [String: String]
    /// Where the values are from that are not of the process's environment.
    private(set) var sources: [String: VariableSource] = [:]

    /// Begins with the environment of the process.
    init(process: [String: String] = [:]) { values = process }

    /// The value of a variable, nil when it is not set.
    subscript(name: String) -> String? { values[name] }

    /// Where the value of a variable is from.
    func source(of name: String) -> VariableSource {
        sources[name] ?? (values[name] == nil ? .nothing : .environment)
    }

    /// The value of a variable for a name that is written without one.
    func valueIfMissing(_ value: Node, named name: String) -> Node {
        guard value.isNull, let text = values[name] else { return value }
        var value = value.becoming(.string(text))
        value.via.insert(.variable(name, source(of: name)), at: 0)
        return value
    }

    /// Sets a variable, whatever it was.
    mutating func set(_ name: String, to value: String, from source: VariableSource) {
        values[name] = value
        sources[name] = source
    }

    /// Adds what is not set yet.
    mutating func add(_ more: Variables) {
        sources.merge(more.sources.filter { values[$0.key] == nil }) { old, _ in old }
        values.merge(more.values) { old, _ in old }
    }

    /// Sets what later variables set.
    mutating func replace(with later: Variables) {
        for (name, value) in later.values { set(name, to: value, from: later.source(of: name)) }
    }
}
