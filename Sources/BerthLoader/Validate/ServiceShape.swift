/// A service, in the order of the reference's output.
let serviceShape = Shape.object(
    [Attribute("profiles", .uniqueStrings)]
        + Attribute.unsupported(
            "annotations", "attach", "build", "blkio_config", "cap_add", "cap_drop", "cgroup")
        + Attribute.unsupported("cgroup_parent", "cpu_count", "cpu_percent", "cpu_period", "cpu_quota")
        + Attribute.unsupported("cpu_rt_period", "cpu_rt_runtime", "cpus", "cpuset", "cpu_shares")
        + [Attribute("command", .command)]
        + Attribute.unsupported("configs")
        + [Attribute("container_name", .string)]
        + Attribute.unsupported("credential_spec")
        + [
            Attribute("depends_on", dependenciesShape),
            Attribute("deploy", deployShape),
        ]
        + Attribute.unsupported("develop", "device_cgroup_rules", "devices", "dns", "dns_opt", "dns_search")
        + Attribute.unsupported("domainname")
        + [
            Attribute("entrypoint", .command),
            Attribute("environment", .assignments),
            Attribute("env_file", environmentFilesShape),
        ]
        + Attribute.unsupported("expose")
        + [Attribute("extends", extendsShape)]
        + Attribute.unsupported("external_links", "extra_hosts", "gpus", "group_add")
        + [
            Attribute("hostname", .string),
            Attribute("healthcheck", healthcheckShape),
            Attribute("image", .string),
        ]
        + Attribute.unsupported("init", "ipc", "isolation")
        + [
            Attribute("labels", .assignments),
            Attribute("label_file", .stringOrStrings),
        ]
        + Attribute.unsupported(
            "links", "logging", "mac_address", "mem_limit", "mem_reservation", "mem_swappiness")
        + Attribute.unsupported("memswap_limit", "models", "network_mode")
        + [Attribute("networks", networksShape)]
        + Attribute.unsupported("oom_kill_disable", "oom_score_adj", "pid", "pids_limit", "platform")
        + [Attribute("ports", portsShape)]
        + Attribute.unsupported("post_start", "pre_start", "pre_stop", "privileged", "provider")
        + [Attribute("pull_policy", .string)]
        + Attribute.unsupported("pull_refresh_after", "read_only")
        + [Attribute("restart", .string)]
        + Attribute.unsupported("runtime")
        + [Attribute("scale", .integerOrString)]
        + Attribute.unsupported("secrets", "security_opt", "shm_size", "stdin_open")
        + [
            Attribute("stop_grace_period", .string),
            Attribute("stop_signal", .string),
        ]
        + Attribute.unsupported("storage_opt", "sysctls", "tmpfs", "tty", "ulimits", "use_api_socket")
        + [Attribute("user", .string)]
        + Attribute.unsupported("userns_mode", "uts")
        + [Attribute("volumes", mountsShape)]
        + Attribute.unsupported("volumes_from")
        + [Attribute("working_dir", .string)]
)

/// The service that another one is made from.
let extendsShape = Shape.either([
    .string,
    .object([
        .required("service", .string),
        Attribute("file", .string),
    ]),
])

private let dependenciesShape = Shape.either([
    .uniqueStrings,
    .mapping(
        .object([
            .required(
                "condition",
                .choice(["service_started", "service_healthy", "service_completed_successfully"])),
            Attribute("restart", .booleanOrString),
            Attribute("required", .boolean),
        ]), keys: .name),
])

private let deployShape = Shape.object(
    Attribute.unsupported("mode", "endpoint_mode")
        + [Attribute("replicas", .integerOrString)]
        + Attribute.unsupported("labels", "update_config", "rollback_config", "resources", "restart_policy")
        + Attribute.unsupported("placement")
)

private let environmentFilesShape = Shape.either([
    .string,
    .list(
        .either([
            .string,
            .object([
                .required("path", .string),
                Attribute("required", .booleanOrString),
                Attribute("format", .string),
            ]),
        ]), isUnique: false),
])

private let healthcheckShape = Shape.object([
    Attribute("test", .either([.string, .list(.string, isUnique: false)])),
    Attribute("timeout", .string),
    Attribute("interval", .string),
    Attribute("retries", .numberOrString),
    Attribute("start_period", .string),
    Attribute("start_interval", .string),
    Attribute("disable", .booleanOrString),
])

private let networksShape = Shape.either([
    .uniqueStrings,
    .mapping(
        .either([
            .object(
                [
                    Attribute("priority", .scalar([.int, .float])),
                    Attribute("aliases", .uniqueStrings),
                    Attribute("ipv4_address", .string),
                ]
                    + Attribute.unsupported("gw_priority", "interface_name", "ipv6_address", "link_local_ips")
                    + Attribute.unsupported("mac_address", "driver_opts")
            ),
            .scalar([.null]),
        ]), keys: .name),
])

private let portsShape = Shape.list(
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

private let mountsShape = Shape.list(
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
                    Attribute("create_host_path", .booleanOrString),
                    Attribute("recursive", .unsupported),
                ])),
            Attribute(
                "volume",
                .object([
                    Attribute("labels", .unsupported),
                    Attribute("nocopy", .booleanOrString),
                    Attribute("subpath", .unsupported),
                ])),
            Attribute(
                "tmpfs",
                .object([
                    Attribute("size", .integerOrString),
                    Attribute("mode", .numberOrString),
                ])),
            Attribute("image", .unsupported),
        ]),
    ]), isUnique: false)
