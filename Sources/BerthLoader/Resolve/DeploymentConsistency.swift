import BerthModel
import YAMLTree

/// An attribute of a service that says the same as one of `deploy`.
private struct Twin {
    /// The attribute of the service.
    let attribute: String
    /// The path of the other one within `deploy`.
    let path: [String]
    /// True when a section that is there must say it too, as the reference has it.
    var isNeeded = true

    /// The path of the other one as a text.
    var text: String { "deploy.\(path.joined(separator: "."))" }
}

private let twins = [
    Twin(attribute: "scale", path: ["replicas"], isNeeded: false),
    Twin(attribute: "cpus", path: ["resources", "limits", "cpus"]),
    Twin(attribute: "mem_limit", path: ["resources", "limits", "memory"]),
    Twin(attribute: "mem_reservation", path: ["resources", "reservations", "memory"]),
    Twin(attribute: "pids_limit", path: ["resources", "limits", "pids"]),
]

extension Consistency {
    /// Checks that a service and its `deploy` do not say different things.
    mutating func checkTwins(of service: Node, named name: String) {
        for twin in twins {
            guard let own = service[twin.attribute], !own.isNull else { continue }
            let section = twin.path.dropLast().reduce(service["deploy"]) { $0?[$1] }
            guard let section, section.mapping != nil else { continue }
            let place = [Diagnostic.Related("\"\(twin.attribute)\" is here", at: Location(own.range))]
            if let other = section[twin.path[twin.path.count - 1]] {
                guard !other.isNull, own != other else { continue }
                findings.error(
                    "service \"\(name)\": \"\(twin.attribute)\" and \"\(twin.text)\" differ", at: other,
                    remedy: "keep one of them", related: place)
            } else if twin.isNeeded {
                findings.error(
                    "service \"\(name)\": \"\(twin.attribute)\" is set, but not \"\(twin.text)\"",
                    at: section, remedy: "write both, or only the one in deploy:", related: place)
            }
        }
    }

    /// A name can be that of one container only.
    mutating func checkReplicas(of service: Node, named name: String) {
        guard let container = service.text("container_name"),
            let number = service["deploy"]?["replicas"] ?? service["scale"],
            let count = number.integer, count > 1
        else { return }
        findings.error(
            "service \"\(name)\" cannot have \(count) containers with the one name \"\(container)\"",
            at: number, remedy: "remove container_name:")
    }
}
