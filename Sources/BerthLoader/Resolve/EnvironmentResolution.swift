import YAMLTree

/// Gives the variables of services their values, from `environment`, `env_file` and the project's variables.
struct EnvironmentResolution<Files: FileSource> {
    /// The project's variables.
    let variables: [String: String]
    let files: Files
    /// The directory that paths in messages are relative to.
    let workingDirectory: String

    /// The service with all its variables and labels, and without the files they came from.
    func apply(to service: Node, named name: String, into findings: inout Findings) -> Node {
        guard case .mapping(var attributes) = service.content else { return service }
        resolveVariables(of: &attributes, name, &findings)
        resolveLabels(of: &attributes, name, &findings)
        var service = service
        service.content = .mapping(attributes)
        return service
    }

    private func resolveVariables(of attributes: inout Mapping, _ name: String, _ findings: inout Findings) {
        var own = attributes["environment"]?.mapping ?? Mapping()
        own.updateValues { (key: String, value: inout Node) in
            if value.isNull, let text = variables[key] { value = .string(text, at: value.range) }
        }
        var result = Mapping()
        var earlier: [String: String] = [:]
        for file in attributes.remove("env_file")?.sequence ?? [] {
            let lookup: (String) -> String? = { variables[$0] ?? own[$0]?.string }
            let found = read(file, of: name, lookup: lookup, earlier: earlier, &findings)
            earlier.merge(found) { _, new in new }
            for (key, value) in found { result[key] = .string(value, at: file.range) }
        }
        for entry in own { result.set(entry) }
        result.sortByKey()
        let range = attributes["environment"]?.range ?? .nowhere
        attributes["environment"] = result.isEmpty ? nil : .mapping(result, at: range)
    }

    private func resolveLabels(of attributes: inout Mapping, _ name: String, _ findings: inout Findings) {
        guard let labelFiles = attributes.remove("label_file")?.sequence else { return }
        var result = Mapping()
        for file in labelFiles {
            for (key, value) in read(file, of: name, lookup: { _ in nil }, earlier: [:], &findings) {
                result[key] = .string(value, at: file.range)
            }
        }
        for entry in attributes["labels"]?.mapping ?? Mapping() { result.set(entry) }
        result.sortByKey()
        attributes["labels"] = result.isEmpty ? nil : .mapping(result)
    }

    private func read(
        _ file: Node, of service: String, lookup: @escaping (String) -> String?, earlier: [String: String],
        _ findings: inout Findings
    ) -> [String: String] {
        let named = file["path"] ?? file
        guard let path = named.string else { return [:] }
        let shown = Paths.shown(path, in: workingDirectory)
        guard files.exists(path) else {
            if file["required"]?.value == .bool(false) { return [:] }
            let isEnvironment = file["path"] != nil
            findings.error(
                "service \"\(service)\": \(isEnvironment ? "environment" : "label") file \"\(shown)\" does not exist",
                at: named,
                remedy: isEnvironment ? "create it, or mark it with required: false" : "create it")
            return [:]
        }
        var source = EnvironmentFile(path: path, shown: shown, lookup: lookup, earlier: earlier)
        source.format = file["format"]?.string == "raw" ? .raw : .dotenv
        source.naming = named.range
        return source.read(from: files, into: &findings) ?? [:]
    }
}
