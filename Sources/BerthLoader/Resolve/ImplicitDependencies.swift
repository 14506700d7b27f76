import YAMLTree

/// An attribute of a service that names others, which must then be started before it.
struct ImplicitDependency: Sendable {
    /// The attribute: one text or a list of them.
    let attribute: String
    /// The service that a text names; nil for a text that names none.
    let service: @Sendable (String) -> String?
    /// True when the service is restarted after an explicit change of the other.
    let restartsDependent: Bool
}

/// The attributes that name other services; where two name the same, the first counts.
let implicitDependencies = [
    ImplicitDependency(attribute: "links", service: linkedService, restartsDependent: true),
    ImplicitDependency(attribute: "network_mode", service: sharedService, restartsDependent: true),
    ImplicitDependency(attribute: "ipc", service: sharedService, restartsDependent: true),
    ImplicitDependency(attribute: "pid", service: sharedService, restartsDependent: true),
    ImplicitDependency(attribute: "uts", service: sharedService, restartsDependent: true),
    ImplicitDependency(attribute: "volumes_from", service: mountedService, restartsDependent: false),
]

/// The service before the colon of `SERVICE` or `SERVICE:ALIAS`.
private func linkedService(_ text: String) -> String? {
    let parts = text.components(separatedBy: ":")
    return parts.count == 2 ? parts[0] : text
}

/// The service of `service:NAME`.
@Sendable func sharedService(_ text: String) -> String? {
    text.hasPrefix("service:") ? String(text.dropFirst("service:".utf8.count)) : nil
}

/// The service of `NAME` or `NAME:MODE`; `container:NAME` is none.
private func mountedService(_ text: String) -> String? {
    text.hasPrefix("container:") ? nil : text.components(separatedBy: ":")[0]
}

/// A service that waits for those it names; what it says about them itself stays.
func withImplicitDependencies(_ service: Node) -> Node {
    guard case .mapping(var attributes) = service.content else { return service }
    var dependencies = attributes["depends_on"]?.mapping ?? Mapping()
    for rule in implicitDependencies {
        for text in attributes[rule.attribute]?.listForm ?? [] {
            guard let name = text.string.flatMap(rule.service), !name.isEmpty, dependencies[name] == nil
            else { continue }
            var dependency = Mapping()
            dependency["condition"] = text.implying(.string("service_started"))
            dependency["restart"] = rule.restartsDependent ? text.implying(.bool(true)) : nil
            dependency["required"] = text.implying(.bool(true))
            dependencies.set(
                Mapping.Entry(
                    key: name, keyRange: text.range, value: text.becoming(.mapping(dependency))))
        }
    }
    if dependencies.isEmpty { return service }
    attributes["depends_on"] = (attributes["depends_on"] ?? .null()).becoming(.mapping(dependencies))
    return service.becoming(.mapping(attributes))
}
