/// What becomes of what a container writes.
let loggingEffects: [Effect] = [
    Effect(
        attributes: ["services.*.logging", "services.*.logging.driver"],
        service: "logging: {driver: fluentd}", place: .refusal,
        expected: ".*compose.yaml:[0-9]+:[0-9]+: .*logging driver \"fluentd\" is not supported.*"),
    Effect(
        attributes: ["services.*.logging.options", "services.*.logging.options.*"],
        service: "logging: {driver: json-file, options: {max-sise: 1m}}", place: .refusal,
        expected: ".*unknown log opt \"max-sise\" for json-file log driver.*"),
    Effect(
        attributes: ["services.*.logging.options.*"],
        service: "logging: {driver: json-file, options: {max-size: 1q}}", place: .refusal,
        expected: ".*max-size \"1q\" is not a size.*"),
    Effect(
        attributes: ["services.*.logging.options.*"],
        service: "logging: {options: {max-size: 1m, max-file: \"2\", compress: \"true\"}}", place: .warning,
        expected: ".*log opt \"compress\" has no effect here: full files are kept as they are.*"),
]
