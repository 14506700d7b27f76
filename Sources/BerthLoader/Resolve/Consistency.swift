import BerthModel
import YAMLTree

/// Checks that what is named exists and that attributes agree with each other.
struct Consistency {
    /// What was found.
    var findings: Findings
    let services: Mapping
    private let tree: Node
    private let disabled: [String: [String]]

    /// Prepares the checks for a tree of which the disabled services were taken out.
    init(_ tree: Node, disabled: [String: [String]], findings: Findings) {
        self.tree = tree
        services = tree["services"]?.mapping ?? Mapping()
        self.disabled = disabled
        self.findings = findings
    }

    /// Makes all checks.
    mutating func check() {
        for entry in services where !findings.isFull { check(entry) }
        checkContainerNames()
        checkCycles()
        for entry in defined("volumes") { checkVolume(entry) }
        for entry in defined("networks") { checkNetwork(entry) }
    }

    private mutating func check(_ entry: Mapping.Entry) {
        let (name, service) = (entry.key, entry.value)
        guard service.mapping != nil else { return }
        if let image = service["image"], image.string == "", service["build"] == nil {
            findings.error("service \"\(name)\" has an empty image", at: image, remedy: "name an image")
        } else if hasNoImage(service) {
            findings.error("service \"\(name)\" has no image", at: entry, remedy: "add image: or build:")
        }
        for use in resourceUses(of: service) {
            check(
                Reference(noun: use.section.noun, entry: use.entry, service: name),
                in: defined(use.section.rawValue))
        }
        checkNetworks(of: service, named: name)
        checkMounts(of: service, named: name)
        for dependency in service.members("depends_on") { check(dependency, of: name) }
        if let build = service["build"] { check(build, of: service, named: name) }
        checkWatch(of: service, named: name)
        checkTwins(of: service, named: name)
        checkReplicas(of: service, named: name)
        checkHealth(of: service, named: name)
    }

    /// True when nothing says what a service runs; an unknown key, which is null, may have been meant to.
    private func hasNoImage(_ service: Node) -> Bool {
        ["image", "build", "extends", "provider"].allSatisfy { service[$0] == nil }
            && !(service.mapping ?? Mapping()).contains {
                $0.value.isNull && !$0.key.hasPrefix("x-") && serviceShape.below(.key($0.key)) == nil
            }
    }

    /// What a section at the top defines.
    func defined(_ section: String) -> Mapping { tree[section]?.mapping ?? Mapping() }

    /// Reports a name that nothing defines.
    mutating func check(_ reference: Reference, in known: Mapping) {
        let key = reference.entry.key
        // What is defined beside the services instead was reported where it is.
        guard known[key] == nil, services["\(reference.noun)s"]?[key] == nil else { return }
        findings.error(
            "service \"\(reference.service)\": \(reference.noun) \"\(key)\" is not defined",
            at: reference.entry,
            remedy: remedy(
                for: key, among: known.keys, otherwise: "add it under the top-level \(reference.noun)s:")
        )
    }

    private mutating func check(_ dependency: Mapping.Entry, of service: String) {
        let name = dependency.key
        guard services[name] == nil else { return }
        let isRequired = dependency.value["required"]?.value != .bool(false)
        let message = "service \"\(service)\" depends on \"\(name)\", which "
        guard let profiles = disabled[name] else {
            let remedy = remedy(
                for: name, among: services.keys, otherwise: "define it, or remove the dependency")
            guard isRequired else {
                return findings.warning(message + "is not defined", at: dependency, remedy: remedy)
            }
            return findings.error(message + "is not defined", at: dependency, remedy: remedy)
        }
        guard isRequired else { return }
        let list = profiles.map { "\"\($0)\"" }.joined(separator: " or ")
        findings.error(
            message + "only the profile \(list) enables", at: dependency,
            remedy: "add --profile \(profiles[0]), or required: false")
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
            guard cycle.count > 2 else {
                findings.error(
                    "service \"\(cycle[0].key)\" waits for itself", at: cycle[0],
                    remedy: "remove this dependency")
                continue
            }
            let steps = cycle.map { "\($0.key) (\($0.keyRange))" }
            let shown = steps.count > 12 ? steps.prefix(6) + ["..."] + steps.suffix(6) : steps[...]
            let path = shown.joined(separator: " -> ")
            findings.error(
                "services wait for each other: \(path)", at: cycle[0],
                remedy: "remove one of these dependencies")
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
