/// A compose file.
let projectShape = Shape.object([
    Attribute("name", .string),
    Attribute("version", .anything),
    Attribute("include", includeShape),
    Attribute("services", .mapping(serviceShape, keys: .name)),
    Attribute("networks", .mapping(networkShape, keys: .name)),
    Attribute("volumes", .mapping(volumeShape, keys: .name)),
    Attribute("secrets", .unsupported),
    Attribute("configs", .unsupported),
    Attribute("models", .unsupported),
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

/// A network of a project.
let networkShape = Shape.either([
    .object(
        [
            Attribute("name", .string),
            Attribute("driver", .string),
            Attribute("driver_opts", .unsupported),
            Attribute("ipam", ipamShape),
            Attribute("external", externalShape),
            Attribute("internal", .booleanOrString),
            Attribute("attachable", .unsupported),
            Attribute("labels", .assignments),
            Attribute("enable_ipv4", .unsupported),
            Attribute("enable_ipv6", .unsupported),
        ]),
    .scalar([.null]),
])

private let ipamShape = Shape.object([
    Attribute("driver", .unsupported),
    Attribute(
        "config",
        .list(
            .object([
                Attribute("subnet", .string),
                Attribute("gateway", .string),
                Attribute("ip_range", .unsupported),
                Attribute("aux_addresses", .unsupported),
            ]), isUnique: false)),
    Attribute("options", .unsupported),
])

/// A volume of a project.
let volumeShape = Shape.either([
    .object([
        Attribute("name", .string),
        Attribute("driver", .string),
        Attribute("driver_opts", .unsupported),
        Attribute("external", externalShape),
        Attribute("labels", .assignments),
    ]),
    .scalar([.null]),
])

private let externalShape = Shape.either([.booleanOrString, .object([Attribute("name", .string)])])
