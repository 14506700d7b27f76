import BerthModel
import YAMLTree

/// A place in a container that an attribute of its service covers.
private struct Place {
    let target: String
    let attribute: String
    let node: Node
}

extension Consistency {
    /// Nothing may be mounted where something else is.
    mutating func checkMounts(of service: Node, named name: String) {
        var first: [String: Place] = [:]
        for place in places(in: service) {
            guard let other = first.updateValue(first[place.target] ?? place, forKey: place.target) else {
                continue
            }
            findings.error(
                "service \"\(name)\": \"\(place.attribute)\" mounts on \"\(place.target)\", "
                    + "where \"\(other.attribute)\" is mounted already", at: place.node,
                remedy: "remove one, or give it another target",
                related: [Diagnostic.Related("mounted here", at: Location(other.node.range))])
        }
    }

    private func places(in service: Node) -> [Place] {
        ["tmpfs", "volumes", "configs", "secrets"].flatMap { attribute in
            service.items(attribute).enumerated().compactMap { position, item in
                let text = item.string.map { String($0.prefix { $0 != ":" }) }
                let implied = item["source"]?.string.map { "/\($0)" }
                guard let target = text ?? item["target"]?.string ?? implied else { return nil }
                return Place(
                    target: attribute == "secrets" && !target.hasPrefix("/")
                        ? "/run/secrets/\(target)" : target,
                    attribute: "\(attribute)[\(position)]", node: item)
            }
        }
    }
}
