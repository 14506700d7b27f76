/// A service, in the order of the reference's output.
let serviceShape = Shape.object([
    Attribute("profiles", .uniqueStrings),
    Attribute("annotations", .assignments),
    .keepingZero("attach", .booleanOrString),
    Attribute("build", buildShape),
    Attribute("develop", developShape),
    Attribute("blkio_config", blockIOShape),
    Attribute("cap_add", .uniqueStrings),
    Attribute("cap_drop", .uniqueStrings),
    Attribute("cgroup_parent", .string),
    Attribute("cgroup", .choice(["host", "private"])),
    Attribute("cpu_count", .integerOrString),
    Attribute("cpu_percent", .numberOrString),
    Attribute("cpu_period", .numberOrString),
    Attribute("cpu_quota", .numberOrString),
    Attribute("cpu_rt_period", .numberOrString),
    Attribute("cpu_rt_runtime", .numberOrString),
    Attribute("cpus", .numberOrString),
    Attribute("cpuset", .string),
    Attribute("cpu_shares", .numberOrString),
    .keepingZero("command", .command),
    Attribute("configs", fileReferencesShape),
    Attribute("container_name", .string),
    Attribute(
        "credential_spec",
        .object([
            Attribute("config", .string),
            Attribute("file", .string),
            Attribute("registry", .string),
        ])),
    Attribute("depends_on", dependenciesShape),
    Attribute("deploy", deployShape),
    Attribute("device_cgroup_rules", .uniqueStrings),
    Attribute("devices", devicesShape),
    Attribute("dns", .stringOrStrings),
    Attribute("dns_opt", .uniqueStrings),
    Attribute("dns_search", .stringOrStrings),
    Attribute("domainname", .string),
    .keepingZero("entrypoint", .command),
    Attribute("provider", providerShape),
    Attribute("environment", .assignments),
    Attribute("env_file", environmentFilesShape),
    Attribute("expose", .list(.numberOrString, isUnique: true)),
    Attribute("extends", extendsShape),
    Attribute("external_links", .uniqueStrings),
    Attribute("extra_hosts", .hosts),
    Attribute("group_add", .list(.numberOrString, isUnique: true)),
    Attribute("gpus", gpusShape),
    Attribute("hostname", .string),
    Attribute("healthcheck", healthcheckShape),
    Attribute("image", .string),
    .keepingZero("init", .booleanOrString),
    Attribute("ipc", .string),
    Attribute("isolation", .string),
    Attribute("labels", .assignments),
    Attribute("label_file", .either([.string, .list(.string, isUnique: false)])),
    Attribute("links", .uniqueStrings),
    Attribute("logging", loggingShape),
    Attribute("mem_limit", .numberOrString),
    Attribute("mem_reservation", .integerOrString),
    Attribute("memswap_limit", .numberOrString),
    Attribute("mem_swappiness", .integerOrString),
    Attribute("mac_address", .string),
    Attribute("models", modelReferencesShape),
    Attribute("network_mode", .string),
    Attribute("networks", attachmentsShape),
    Attribute("oom_kill_disable", .booleanOrString),
    Attribute("oom_score_adj", .integerOrString),
    Attribute("pid", .scalar([.string, .null])),
    Attribute("pids_limit", .numberOrString),
    Attribute("platform", .string),
    Attribute("ports", portsShape),
    Attribute("privileged", .booleanOrString),
    Attribute("pull_policy", .string),
    Attribute("pull_refresh_after", .string),
    Attribute("read_only", .booleanOrString),
    Attribute("restart", .string),
    Attribute("runtime", .string),
    .keepingZero("scale", .integerOrString),
    Attribute("secrets", fileReferencesShape),
    Attribute("security_opt", .uniqueStrings),
    Attribute("shm_size", .numberOrString),
    Attribute("stdin_open", .booleanOrString),
    Attribute("stop_grace_period", .duration),
    Attribute("stop_signal", .string),
    Attribute("storage_opt", .mapping(.anything, keys: .any)),
    Attribute("sysctls", .assignments),
    Attribute("tmpfs", .stringOrStrings),
    Attribute("tty", .booleanOrString),
    Attribute("ulimits", ulimitsShape),
    Attribute("use_api_socket", .boolean),
    Attribute("user", .string),
    Attribute("userns_mode", .string),
    Attribute("uts", .string),
    Attribute("volumes", mountsShape),
    Attribute("volumes_from", .uniqueStrings),
    Attribute("working_dir", .string),
    Attribute("pre_start", .list(initContainerShape, isUnique: false)),
    Attribute("post_start", .list(hookShape, isUnique: false)),
    Attribute("pre_stop", .list(hookShape, isUnique: false)),
])

/// The service that another one is made from.
let extendsShape = Shape.either([
    .string,
    .object([
        .required("service", .string),
        Attribute("file", .string),
    ]),
])

private let dependenciesShape = Shape.either([
    .names,
    .mapping(
        .object([
            .required(
                "condition",
                .choice(["service_started", "service_healthy", "service_completed_successfully"])),
            Attribute("restart", .booleanOrString),
            .keepingZero("required", .boolean),
        ]), keys: .name),
])

private let environmentFilesShape = Shape.either([
    .string,
    .list(
        .either([
            .string,
            .object([
                .required("path", .string),
                .keepingZero("required", .booleanOrString),
                Attribute("format", .string),
            ]),
        ]), isUnique: false),
])

private let healthcheckShape = Shape.object([
    Attribute("test", .either([.string, .list(.string, isUnique: false)])),
    Attribute("timeout", .duration),
    Attribute("interval", .duration),
    .keepingZero("retries", .numberOrString),
    Attribute("start_period", .duration),
    Attribute("start_interval", .duration),
    Attribute("disable", .booleanOrString),
])

private let loggingShape = Shape.object([
    Attribute("driver", .string),
    Attribute("options", .mapping(.scalar([.string, .int, .float, .null]), keys: .any)),
])

private let modelReferencesShape = Shape.either([
    .names,
    .mapping(
        .either([
            .object([
                Attribute("endpoint_var", .string),
                Attribute("model_var", .string),
            ]),
            .scalar([.null]),
        ]), keys: .name),
])

private let providerShape = Shape.object([
    .required("type", .string),
    Attribute(
        "options", .mapping(.either([.plainScalar, .list(.plainScalar, isUnique: false)]), keys: .any)),
])
