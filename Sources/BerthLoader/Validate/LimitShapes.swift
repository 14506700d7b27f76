/// The limits of processes by name.
let ulimitsShape = Shape.mapping(
    .either([
        .integerOrString,
        .object([
            processLimit("soft"),
            processLimit("hard"),
        ]),
    ]), keys: .any)

private func processLimit(_ name: String) -> Attribute {
    var attribute = Attribute.required(name, .integerOrString)
    attribute.keepsZero = true
    return attribute
}

/// The devices of the host in a container.
let devicesShape = Shape.list(
    .either([
        .string,
        .object([
            .required("source", .string),
            Attribute("target", .string),
            Attribute("permissions", .string),
        ]),
    ]), isUnique: false)

/// The weights and limits of block devices.
let blockIOShape = Shape.object([
    Attribute("weight", .integerOrString),
    Attribute("weight_device", devices(limitedBy: "weight")),
    Attribute("device_read_bps", devices(limitedBy: "rate")),
    Attribute("device_read_iops", devices(limitedBy: "rate")),
    Attribute("device_write_bps", devices(limitedBy: "rate")),
    Attribute("device_write_iops", devices(limitedBy: "rate")),
])

private func devices(limitedBy name: String) -> Shape {
    .list(.object([Attribute("path", .string), Attribute(name, .integerOrString)]), isUnique: false)
}
