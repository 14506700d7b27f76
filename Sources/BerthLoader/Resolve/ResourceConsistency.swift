import BerthModel
import YAMLTree

/// An attribute of a service that says the same as one of `deploy`.
private struct Twin {
    let attribute: String
    let path: [String]
    /// True when a section of `deploy` that is there must have the value too.
    var isNeeded = true
}

private let twins = [
    Twin(attribute: "scale", path: ["replicas"], isNeeded: false),
    Twin(attribute: "cpus", path: ["resources", "limits", "cpus"]),
    Twin(attribute: "mem_limit", path: ["resources", "limits", "memory"]),
    Twin(attribute: "mem_reservation", path: ["resources", "reservations", "memory"]),
    Twin(attribute: "pids_limit", path: ["resources", "limits", "pids"]),
]

/// What is wrong where a service and its `deploy` say the same thing twice, each with its place.
func resourceConflicts(of service: Node, named name: String) -> [Diagnostic] {
    guard service["deploy"]?.mapping != nil else { return [] }
    return twins.compactMap { twin in
        let section = twin.path.dropLast().reduce(service["deploy"]) { $0?[$1] }
        guard let own = service[twin.attribute], !own.isNull, section?.mapping != nil else { return nil }
        let path = "deploy.\(twin.path.joined(separator: "."))"
        guard let other = section?[twin.path[twin.path.count - 1]], !other.isNull else {
            guard twin.isNeeded else { return nil }
            return Diagnostic(
                .error, "service \"\(name)\": \"\(twin.attribute)\" is set, but not \"\(path)\" beside it",
                at: Location(own.range), remedy: "write both, or only the one in deploy:",
                related: [
                    Diagnostic.Related("the section it is missing in", at: section.map { Location($0.range) })
                ].filter { $0.location != nil })
        }
        guard own != other else { return nil }
        return Diagnostic(
            .error, "service \"\(name)\": \"\(twin.attribute)\" and \"\(path)\" differ",
            at: Location(other.range), remedy: "keep one of them",
            related: [Diagnostic.Related("the other number", at: Location(own.range))])
    }
}
