/// How a service is spread over machines, and the resources that it gets.
let deployShape = Shape.either([
    .object([
        Attribute("mode", .string),
        .keepingZero("replicas", .integerOrString),
        Attribute("labels", .assignments),
        Attribute("update_config", rolloutShape),
        Attribute("rollback_config", rolloutShape),
        .droppingEmpty("resources", resourcesShape),
        Attribute("restart_policy", restartPolicyShape),
        .droppingEmpty("placement", placementShape),
        Attribute("endpoint_mode", .string),
    ]),
    .scalar([.null]),
])

/// The GPUs of a service.
let gpusShape = Shape.either([.choice(["all"]), .list(deviceRequest(isComplete: false), isUnique: false)])

private func deviceRequest(isComplete: Bool) -> Shape {
    .object([
        isComplete
            ? .required("capabilities", .uniqueStrings) : Attribute("capabilities", .uniqueStrings),
        Attribute("driver", .string),
        Attribute("count", .integerOrString),
        Attribute("device_ids", .uniqueStrings),
        Attribute("options", .assignments),
    ])
}

private let rolloutShape = Shape.object([
    .keepingZero("parallelism", .integerOrString),
    Attribute("delay", .duration),
    Attribute("failure_action", .string),
    Attribute("monitor", .duration),
    Attribute("max_failure_ratio", .numberOrString),
    Attribute("order", .choice(["start-first", "stop-first"])),
])

private let resourcesShape = Shape.object([
    Attribute(
        "limits",
        .object([
            Attribute("cpus", .numberOrString),
            Attribute("memory", .string),
            Attribute("pids", .integerOrString),
        ])),
    Attribute(
        "reservations",
        .object([
            Attribute("cpus", .numberOrString),
            Attribute("memory", .string),
            Attribute("devices", .list(deviceRequest(isComplete: true), isUnique: false)),
            Attribute(
                "generic_resources",
                .list(
                    .object([
                        Attribute(
                            "discrete_resource_spec",
                            .object([
                                .keepingZero("kind", .string),
                                .keepingZero("value", .numberOrString),
                            ]))
                    ]), isUnique: false)),
        ])),
])

private let restartPolicyShape = Shape.object([
    Attribute("condition", .string),
    Attribute("delay", .duration),
    .keepingZero("max_attempts", .integerOrString),
    Attribute("window", .duration),
])

private let placementShape = Shape.object([
    Attribute("constraints", .list(.string, isUnique: false)),
    Attribute("preferences", .list(.object([Attribute("spread", .string)]), isUnique: false)),
    Attribute("max_replicas_per_node", .integerOrString),
])
