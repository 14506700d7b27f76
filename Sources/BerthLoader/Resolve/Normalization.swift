import BerthModel
import YAMLTree

/// Writes down what the format implies: names of networks and volumes, the default network, build files.
struct Normalization {
    /// The project's name.
    let project: String
    /// The project's variables, for the arguments of builds that have no value.
    var variables = Variables()
    /// False leaves out `ipam` where no file has it, as the reference does for texts with their variables.
    var isComplete = true
    /// What was found.
    var findings: Findings

    /// The tree with names and with the default network where a service is on no other.
    mutating func apply(to tree: Node) -> Node {
        guard case .mapping(var top) = tree.content else { return tree }
        var services = top["services"]?.mapping ?? Mapping()
        services.updateValues { _, service in
            Self.joinDefault(&service)
            Self.completeDeployment(of: &service)
            completeBuild(of: &service)
            service = withImplicitDependencies(service)
        }
        top["services"] = (top["services"] ?? .null()).becoming(.mapping(services))
        var networks = top["networks"]?.mapping ?? Mapping()
        if networks["default"] == nil { networks["default"] = .mapping(Mapping()) }
        networks.updateValues { key, network in
            var attributes = network.mapping ?? Mapping()
            if isComplete { attributes["ipam"] = attributes["ipam"] ?? .mapping(Mapping()) }
            network = network.becoming(.mapping(attributes))
        }
        top["networks"] = (top["networks"] ?? .null()).becoming(.mapping(networks))
        for section in ResourceSection.allCases where section != .models {
            top[section.rawValue] = top[section.rawValue].map { named($0, section.noun) }
        }
        return tree.becoming(.mapping(top))
    }

    private static func joinDefault(_ service: inout Node) {
        // A list is left where a variable names a network.
        guard service["network_mode"] == nil, service["provider"] == nil,
            service["networks"]?.sequence == nil,
            service.members("networks").isEmpty
        else { return }
        service[editing: "networks"] = .mapping(["default": .null()])
    }

    /// Adds the file that the image is built by, and takes out the arguments of the build that have no value.
    private func completeBuild(of service: inout Node) {
        guard let build = service["build"] else { return }
        if build["dockerfile"] == nil, build["dockerfile_inline"] == nil {
            service[editing: "build"]?[editing: "dockerfile"] = build.implying(.string("Dockerfile"))
        }
        guard var arguments = build["args"]?.mapping else { return }
        arguments.updateValues { name, value in value = variables.valueIfMissing(value, named: name) }
        arguments.keep { !$0.value.isNull }
        service[editing: "build"]?[editing: "args"]?.content = .mapping(arguments)
    }

    /// Says the number of containers also in the deployment, if there is one.
    private static func completeDeployment(of service: inout Node) {
        guard let scale = service["scale"], service["deploy"]?["replicas"] == nil else { return }
        service[editing: "deploy"]?[editing: "replicas"] = scale
    }

    private mutating func named(_ section: Node, _ noun: String) -> Node {
        var resources = section.mapping ?? Mapping()
        for entry in resources {
            var attributes = entry.value.mapping ?? Mapping()
            let isExternal = external(&attributes, "\(noun) \"\(entry.key)\"")
            let name = attributes["name"]?.string.flatMap { $0.isEmpty ? nil : $0 }
            if name == nil {
                let implied = Node.null(at: entry.keyRange).implying(
                    .string(isExternal ? entry.key : "\(project)_\(entry.key)"))
                attributes["name"] = implied
            }
            resources[entry.key] = entry.value.becoming(.mapping(attributes))
        }
        return section.becoming(.mapping(resources))
    }

    /// Brings `external` into its short form and tells whether it is true.
    private mutating func external(_ attributes: inout Mapping, _ owner: String) -> Bool {
        guard let external = attributes["external"] else { return false }
        if let old = external["name"] {
            if let name = attributes["name"], name != old {
                findings.error(
                    "\(owner): \"name\" and \"external.name\" differ", at: old, remedy: "keep only name:",
                    related: [Diagnostic.Related("the other name", at: Location(name.range))])
            } else {
                findings.warning(
                    "\(owner): \"external.name\" is out of date", at: old,
                    remedy: "write external: true and name:")
            }
            attributes["name"] = old
        }
        let isExternal = external.mapping != nil || external.value == .bool(true) || external.string == "true"
        if external.string?.hasVariable != true {
            attributes["external"] = isExternal ? external.becoming(.bool(true)) : nil
        }
        return isExternal
    }
}
