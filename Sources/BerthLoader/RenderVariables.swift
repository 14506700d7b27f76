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
