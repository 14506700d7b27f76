import YAMLTree

/// Gives the variables of services their values, from `environment`, `env_file` and the project's variables.
struct EnvironmentResolution<Files: FileSource> {
    /// The project's variables.
    let variables: Variables
    let files: Files
    /// The directory that paths in messages are relative to.
    let workingDirectory: String
    /// What the values of all services may still have.
    var budget = LoadBudget()

    /// The service with all its variables and labels, and without the files they came from.
    func apply(to service: Node, named name: String, into findings: inout Findings) -> Node {
        guard case .mapping(var attributes) = service.content else { return service }
        resolveVariables(of: &attributes, name, &findings)
        resolveLabels(of: &attributes, name, &findings)
        let given = [attributes["environment"], attributes["labels"]].compactMap { $0?.mapping }.joined()
        let length = given.reduce(0) { $0 + ($1.value.string?.utf8.count ?? 0) }
        guard budget.take(length, of: .textBytes, at: service, into: &findings) else { return service }
        return service.becoming(.mapping(attributes))
    }

    private func resolveVariables(of attributes: inout Mapping, _ name: String, _ findings: inout Findings) {
        var own = attributes["environment"]?.mapping ?? Mapping()
        own.updateValues { key, value in value = variables.valueIfMissing(value, named: key) }
        var values = FileValues(
            service: name, kind: "environment", attribute: "env_file",
            lookup: { variables[$0] ?? own[$0]?.string })
        for file in attributes.remove("env_file")?.sequence ?? [] { read(file, into: &values, &findings) }
        let written = attributes["environment"] ?? .null()
        attributes["environment"] = values.completed(with: own).map(written.becoming)
    }

    private func resolveLabels(of attributes: inout Mapping, _ name: String, _ findings: inout Findings) {
        guard let labelFiles = attributes.remove("label_file")?.sequence else { return }
        var values = FileValues(service: name, kind: "label", attribute: "label_file", lookup: { _ in nil })
        for file in labelFiles { read(file, into: &values, &findings) }
        let written = attributes["labels"] ?? .null()
        attributes["labels"] = values.completed(with: written.mapping ?? Mapping()).map(written.becoming)
    }

    private func read(_ file: Node, into values: inout FileValues, _ findings: inout Findings) {
        let named = file["path"] ?? file
        guard let path = named.string else { return }
        let shown = Paths.shown(path, in: workingDirectory)
        guard files.exists(path) else {
            if file["required"]?.value == .bool(false) { return }
            let isOptional = values.kind == "environment"
            return findings.error(
                "service \"\(values.service)\": \(values.kind) file \"\(shown)\" does not exist", at: named,
                remedy: isOptional ? "create it, or mark it with required: false" : "create it")
        }
        var source = EnvironmentFile(path: path, shown: shown, lookup: values.lookup)
        source.kind = values.kind
        source.earlier = values.texts
        source.format = file["format"]?.string == "raw" ? .raw : .dotenv
        source.naming = named.range
        let way = [Step.brought(by: values.attribute, named.range)] + named.via
        let variables = source.read(from: files, into: &findings) ?? Variables()
        for (key, value) in variables.values {
            var node = Node.string(value)
            if case .file(let range) = variables.source(of: key) { node.range = range }
            node.via = way
            values.set(key, to: node)
        }
    }
}

/// What the files of an attribute say, the later ones winning.
private struct FileValues {
    let service: String
    let kind: String
    let attribute: String
    let lookup: (String) -> String?
    var texts: [String: String] = [:]
    var nodes = Mapping()

    /// Takes the value of a file.
    mutating func set(_ key: String, to value: Node) {
        texts[key] = value.string
        nodes[key] = nodes[key].map(value.replacing) ?? value
    }

    /// These values with those of the attribute itself over them, sorted; nil when there are none.
    func completed(with own: Mapping) -> Node? {
        var result = nodes.isEmpty ? own : nodes
        for var entry in nodes.isEmpty ? Mapping() : own {
            if let old = nodes[entry.key] { entry.value = entry.value.replacing(old) }
            result.set(entry)
        }
        result.sortByKey()
        return result.isEmpty ? nil : .mapping(result)
    }
}
