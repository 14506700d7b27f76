/// A command that is run in a started container (`post_start`, `pre_stop`, `develop.watch[].exec`).
let hookShape = Shape.object([
    .required("command", .command),
    Attribute("user", .string),
    Attribute("privileged", .booleanOrString),
    Attribute("working_dir", .string),
    Attribute("environment", .assignments),
])

/// A container that ends before the service's own starts (`pre_start`).
let initContainerShape = Shape.object([
    Attribute("command", .command),
    Attribute("image", .string),
    Attribute("user", .string),
    Attribute("privileged", .booleanOrString),
    Attribute("working_dir", .string),
    Attribute("environment", .assignments),
    Attribute("per_replica", .booleanOrString),
])

/// What is done in a service when files of the host change.
let developShape = Shape.either([
    .object([
        Attribute(
            "watch",
            .list(
                .object([
                    .required("path", .string),
                    .required(
                        "action", .choice(["rebuild", "sync", "restart", "sync+restart", "sync+exec"])),
                    Attribute("target", .string),
                    .droppingEmpty("exec", hookShape),
                    Attribute("include", .stringOrStrings),
                    Attribute("ignore", .stringOrStrings),
                    Attribute("initial_sync", .boolean),
                ]), isUnique: false))
    ]),
    .scalar([.null]),
])
