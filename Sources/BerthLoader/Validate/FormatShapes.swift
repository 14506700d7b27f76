/// A compose file.
let projectShape = Shape.object([
    Attribute("name", .string),
    Attribute("version", .string),
    Attribute("include", includeShape),
    .keepingZero("services", .mapping(serviceShape, keys: .name)),
    Attribute("networks", .mapping(networkShape, keys: .name)),
    Attribute("volumes", .mapping(volumeShape, keys: .name)),
    Attribute("secrets", .mapping(secretShape, keys: .name)),
    Attribute("configs", .mapping(configShape, keys: .name)),
    Attribute("models", .mapping(modelShape, keys: .name)),
])

/// The projects that a file includes.
let includeShape = Shape.list(
    .either([
        .string,
        .object([
            .required("path", .stringOrStrings),
            Attribute("env_file", .stringOrStrings),
            Attribute("project_directory", .string),
        ]),
    ]), isUnique: false)

private let modelShape = Shape.object([
    Attribute("name", .string),
    .required("model", .string),
    Attribute("context_size", .scalar([.int])),
    Attribute("runtime_flags", .list(.string, isUnique: false)),
])
