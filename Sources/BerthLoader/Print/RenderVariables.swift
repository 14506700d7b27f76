import YAMLTree

/// The variables that files mention, by name, as the reference's `config --variables` has them.
public func renderVariables(_ variables: [MentionedVariable], format: ConfigFormat) -> String {
    switch format {
    case .json: emitJSON(object(of: variables, ["Name", "DefaultValue", "PresenceValue", "Required"])) + "\n"
    case .yaml: emitYAML(object(of: variables, ["name", "defaultvalue", "presencevalue", "required"]))
    }
}

private func object(of variables: [MentionedVariable], _ keys: [String]) -> Node {
    var object = Mapping()
    for variable in variables {
        let values: [Node] = [
            .string(variable.name), .string(variable.defaultValue), .string(variable.alternateValue),
            .bool(variable.isRequired),
        ]
        var members = Mapping()
        for (key, value) in zip(keys, values) { members[key] = value }
        object[variable.name] = .mapping(members)
    }
    return .mapping(object)
}

/// The variables that interpolation uses as JSON by name: each value with where it is from.
public func renderEnvironment(of loaded: LoadedProject) -> String {
    var variables = Mapping()
    for (name, value) in loaded.environment.sorted(by: { $0.key < $1.key }) {
        var members = Mapping()
        members["value"] = .string(value)
        for member in (loaded.variableSources[name] ?? .environment).fields { members.set(member) }
        variables[name] = .mapping(members)
    }
    return emitJSON(.mapping(variables)) + "\n"
}
