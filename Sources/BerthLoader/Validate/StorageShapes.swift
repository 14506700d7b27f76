/// A volume of a project.
let volumeShape = Shape.either([
    .object([
        Attribute("name", .string),
        Attribute("driver", .string),
        Attribute("driver_opts", .driverOptions),
        Attribute("external", .external),
        Attribute("labels", .assignments),
    ]),
    .scalar([.null]),
])

/// A secret of a project.
let secretShape = Shape.object([
    Attribute("name", .string),
    Attribute("environment", .string),
    Attribute("file", .string),
    Attribute("external", .external),
    Attribute("labels", .assignments),
    Attribute("driver", .string),
    Attribute("driver_opts", .driverOptions),
    Attribute("template_driver", .string),
])

/// A config of a project.
let configShape = Shape.object([
    Attribute("name", .string),
    Attribute("content", .string),
    Attribute("environment", .string),
    Attribute("file", .string),
    Attribute("external", .external),
    Attribute("labels", .assignments),
    Attribute("template_driver", .string),
])

/// The configs or secrets of a service or build.
let fileReferencesShape = Shape.list(
    .either([
        .string,
        .object([
            Attribute("source", .string),
            Attribute("target", .string),
            Attribute("uid", .string),
            Attribute("gid", .string),
            .keepingZero("mode", .numberOrString),
        ]),
    ]), isUnique: false)

/// The mounts of a service.
let mountsShape = Shape.list(
    .either([
        .string,
        .object([
            .required("type", .choice(["bind", "volume", "tmpfs", "cluster", "npipe", "image"])),
            Attribute("source", .string),
            Attribute("target", .string),
            Attribute("read_only", .booleanOrString),
            Attribute("consistency", .string),
            Attribute(
                "bind",
                .object([
                    Attribute("selinux", .choice(["z", "Z"])),
                    Attribute("propagation", .string),
                    .keepingZero("create_host_path", .booleanOrString),
                    Attribute("recursive", .choice(["enabled", "disabled", "writable", "readonly"])),
                ])),
            Attribute(
                "volume",
                .object([
                    Attribute("labels", .assignments),
                    Attribute("nocopy", .booleanOrString),
                    Attribute("subpath", .string),
                ])),
            Attribute(
                "tmpfs",
                .object([
                    Attribute("size", .integerOrString),
                    Attribute("mode", .numberOrString),
                ])),
            Attribute("image", .object([Attribute("subpath", .string)])),
        ]),
    ]), isUnique: false)
