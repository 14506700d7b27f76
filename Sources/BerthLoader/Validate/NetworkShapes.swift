/// A network of a project.
let networkShape = Shape.either([
    .object([
        Attribute("name", .string),
        Attribute("driver", .string),
        Attribute("driver_opts", .driverOptions),
        Attribute("ipam", ipamShape),
        Attribute("external", .external),
        Attribute("internal", .booleanOrString),
        Attribute("attachable", .booleanOrString),
        Attribute("labels", .assignments),
        .keepingZero("enable_ipv4", .booleanOrString),
        .keepingZero("enable_ipv6", .booleanOrString),
    ]),
    .scalar([.null]),
])

/// The networks of a service.
let attachmentsShape = Shape.either([
    .names,
    .mapping(
        .either([
            .object([
                Attribute("priority", .scalar([.int, .float])),
                Attribute("gw_priority", .scalar([.int, .float])),
                Attribute("aliases", .uniqueStrings),
                Attribute("interface_name", .string),
                Attribute("ipv4_address", .string),
                Attribute("ipv6_address", .string),
                Attribute("link_local_ips", .uniqueStrings),
                Attribute("mac_address", .string),
                Attribute("driver_opts", .driverOptions),
            ]),
            .scalar([.null]),
        ]), keys: .name),
])

/// The published ports of a service.
let portsShape = Shape.list(
    .either([
        .scalar([.int, .float, .string]),
        .object([
            Attribute("name", .string),
            Attribute("mode", .string),
            Attribute("host_ip", .string),
            Attribute("target", .integerOrString),
            Attribute("published", .integerOrString),
            Attribute("protocol", .string),
            Attribute("app_protocol", .string),
        ]),
    ]), isUnique: false)

private let ipamShape = Shape.object([
    Attribute("driver", .string),
    Attribute(
        "config",
        .list(
            .object([
                Attribute("subnet", .string),
                Attribute("gateway", .string),
                Attribute("ip_range", .string),
                Attribute("aux_addresses", .mapping(.string, keys: .any)),
            ]), isUnique: false)),
    Attribute("options", .mapping(.string, keys: .any)),
])
