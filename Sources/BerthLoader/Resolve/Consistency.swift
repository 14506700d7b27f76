import BerthModel
import YAMLTree

/// Checks that what is named exists and that attributes agree with each other.
struct Consistency {
    /// What was found.
    var findings: Findings
    let services: Mapping
    private let tree: Node
    private let networks: Mapping
    private let volumes: Mapping
    private let disabled: [String: [String]]

    /// Prepares the checks for a tree of which the disabled services were taken out.
    init(_ tree: Node, disabled: [String: [String]], findings: Findings) {
        self.tree = tree
        services = tree["services"]?.mapping ?? Mapping()
        networks = tree["networks"]?.mapping ?? Mapping()
        volumes = tree["volumes"]?.mapping ?? Mapping()
        self.disabled = disabled
        self.findings = findings
    }

    /// Makes all checks.
    mutating func check() {
        for entry in services where !findings.isFull { check(entry) }
        checkContainerNames()
        checkCycles()
        for entry in volumes { checkExternal(entry) }
        for entry in networks { checkSubnets(entry) }
    }

    private mutating func check(_ entry: Mapping.Entry) {
        let (name, service) = (entry.key, entry.value)
        guard service.mapping != nil else { return }
        if let image = service["image"], image.string == "", service["build"] == nil {
            findings.error("service \"\(name)\" has an empty image", at: image, remedy: "name one")
        } else if ["image", "build", "extends", "provider"].allSatisfy({ service[$0] == nil }) {
            findings.error("service \"\(name)\" has no image", at: entry, remedy: "add image:")
        }
        for network in service["networks"]?.mapping?.entries ?? [] {
            check(Reference(noun: "network", entry: network, service: name), in: networks)
            checkAddress(network, of: name)
        }
        for mount in service["volumes"]?.sequence ?? [] where mount["type"]?.string == "volume" {
            guard let source = mount["source"], let key = source.string else { continue }
            check(Reference(noun: "volume", named: key, by: source, service: name), in: volumes)
        }
        for dependency in service["depends_on"]?.mapping?.entries ?? [] { check(dependency, of: name) }
        for model in service["models"]?.mapping?.entries ?? [] {
            check(Reference(noun: "model", entry: model, service: name), in: defined("models"))
        }
        if let build = service["build"] { check(build, of: service, named: name) }
        checkWatch(of: service, named: name)
        checkReplicas(of: service, named: name)
        checkHealth(of: service, named: name)
    }

    /// What a section at the top defines.
    func defined(_ section: String) -> Mapping { tree[section]?.mapping ?? Mapping() }

    /// Reports a name that nothing defines.
    mutating func check(_ reference: Reference, in known: Mapping) {
        let key = reference.entry.key
        guard known[key] == nil else { return }
        let near = suggestion(for: key, among: known.keys)
        findings.error(
            "service \"\(reference.service)\": \(reference.noun) \"\(key)\" is not defined",
            at: reference.entry,
            remedy: near.map { "did you mean \"\($0)\"?" } ?? "add it under the top-level \(reference.noun)s:"
        )
    }

    /// A static address must be in a subnet of the file, for the pool's choice is not known before `up`.
    private mutating func checkAddress(_ entry: Mapping.Entry, of service: String) {
        guard let node = entry.value["ipv4_address"], let text = node.string, !text.isEmpty,
            let address = IPAddressText.ipv4(text), let network = networks[entry.key],
            network["external"] == nil
        else { return }
        let subnets = (network["ipam"]?["config"]?.sequence ?? []).compactMap { pool in
            pool["subnet"]?.string.flatMap(IPAddressText.subnet)
        }
        guard !subnets.contains(where: { $0.contains(address) }) else { return }
        findings.warning(
            "service \"\(service)\": the address \(text) is in no subnet of network \"\(entry.key)\"",
            at: node,
            remedy: "give the network ipam.config with a subnet that has it")
    }

    private mutating func check(_ dependency: Mapping.Entry, of service: String) {
        let name = dependency.key
        guard services[name] == nil else { return }
        let isRequired = dependency.value["required"]?.value != .bool(false)
        if let profiles = disabled[name] {
            guard isRequired else { return }
            let list = profiles.map { "\"\($0)\"" }.joined(separator: ", ")
            findings.error(
                "service \"\(service)\" depends on \"\(name)\", which only the profile \(list) enables",
                at: dependency, remedy: "add --profile \(profiles[0]), or required: false")
            return
        }
        guard isRequired else {
            findings.warning(
                "service \"\(service)\" depends on \"\(name)\", which is not defined",
                at: dependency,
                remedy: remedy(for: name, among: services.keys))
            return
        }
        findings.error(
            "service \"\(service)\" depends on \"\(name)\", which is not defined", at: dependency,
            remedy: remedy(for: name, among: services.keys))
    }

    private mutating func checkReplicas(of service: Node, named name: String) {
        checkTwins(of: service, named: name)
        let scale = service["scale"]
        let replicas = service["deploy"]?["replicas"]
        guard let container = service["container_name"]?.string, !container.isEmpty else { return }
        guard let number = replicas ?? scale, case .int(let count) = number.value, count > 1 else { return }
        findings.error(
            "service \"\(name)\" cannot have \(count) containers with the one name \"\(container)\"",
            at: number,
            remedy: "remove container_name:")
    }

    private mutating func checkHealth(of service: Node, named name: String) {
        guard let check = service["healthcheck"], let interval = check["start_interval"], !interval.isNull
        else { return }
        guard check["start_period"] == nil else { return }
        findings.warning(
            "service \"\(name)\": \"healthcheck.start_interval\" has no effect without \"start_period\"",
            at: interval, remedy: "add start_period:")
    }

    private mutating func checkContainerNames() {
        var first: [String: (service: String, node: Node)] = [:]
        for entry in services {
            guard let node = entry.value["container_name"], let name = node.string else { continue }
            guard let other = first[name] else {
                first[name] = (entry.key, node)
                continue
            }
            findings.error(
                "service \"\(entry.key)\" has the container name \"\(name)\" of service \"\(other.service)\"",
                at: node, remedy: "give each container a name of its own",
                related: [Diagnostic.Related("used here", at: Location(other.node.range))])
        }
    }

    private mutating func checkCycles() {
        for cycle in dependencyCycles(in: services) {
            let steps = cycle.map { "\($0.key) (\(Location($0.keyRange)))" }
            let shown = steps.count > 12 ? steps.prefix(6) + ["..."] + steps.suffix(6) : steps[...]
            let path = shown.joined(separator: " -> ")
            findings.error(
                "services wait for each other: \(path)", at: cycle[0],
                remedy: "remove one of these dependencies")
        }
    }

    private mutating func checkExternal(_ entry: Mapping.Entry) {
        guard entry.value["external"]?.value == .bool(true) else { return }
        for key in ["driver", "driver_opts", "labels"] {
            guard let conflict = entry.value[key], !conflict.isNull else { continue }
            findings.error(
                "volume \"\(entry.key)\": \"\(key)\" has no meaning for an external volume", at: conflict,
                remedy: "remove it, or external:")
        }
    }

    private mutating func checkSubnets(_ entry: Mapping.Entry) {
        for pool in entry.value["ipam"]?["config"]?.sequence ?? [] {
            guard let subnet = pool["subnet"], let text = subnet.string, !text.isEmpty else { continue }
            guard !text.contains(":"), IPAddressText.subnet(text) == nil else { continue }
            findings.warning(
                "network \"\(entry.key)\": \"\(text)\" is no subnet", at: subnet,
                remedy: "write it like 10.1.0.0/24")
        }
    }
}

/// A name in a service that stands for something defined elsewhere.
struct Reference {
    /// What the name stands for: `network`.
    let noun: String
    /// The name, with the value that it has or is.
    let entry: Mapping.Entry
    /// The service that names it.
    let service: String
}

extension Reference {
    /// Creates the reference that a value makes.
    init(noun: String, named name: String, by value: Node, service: String) {
        let entry = Mapping.Entry(key: name, keyRange: value.range, value: value)
        self.init(noun: noun, entry: entry, service: service)
    }
}
