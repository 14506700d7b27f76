import YAMLTree

/// The canonical forms of limits, devices and privileges.
let resourceForms: [CanonicalRule] =
    amountForms + blockIOForms + deviceForms + privilegeForms

private let amountForms: [CanonicalRule] = [
    (service("cpu_count"), number(in: 0 ... .max)),
    (service("cpu_percent"), .value(percentage)),
    (service("cpu_period"), anyNumber),
    (service("cpu_quota"), anyNumber),
    (service("cpu_rt_period"), anyNumber),
    (service("cpu_rt_runtime"), anyNumber),
    (service("cpu_shares"), anyNumber),
    (service("cpus"), .weighed(processors)),
    (service("mem_limit"), .weighed(byteSize)),
    (service("mem_reservation"), .weighed(byteSize)),
    (service("memswap_limit"), .weighed(byteSize)),
    (service("mem_swappiness"), .weighed(byteSize)),
    (service("shm_size"), .weighed(byteSize)),
    (service("build", "shm_size"), .weighed(byteSize)),
    (service("oom_score_adj"), number(in: -1000...1000)),
    (service("pids_limit"), anyNumber),
    (service("ulimits"), .weighed(processLimits)),
    (service("ulimits", "*"), .weighed(processLimit)),
    (service("build", "ulimits"), .weighed(processLimits)),
    (service("build", "ulimits", "*"), .weighed(processLimit)),
    (service("storage_opt"), .value(storageOptions)),
    (service("deploy", "resources", "limits", "cpus"), .weighed(processors)),
    (service("deploy", "resources", "limits", "memory"), .weighed(byteSize)),
    (service("deploy", "resources", "limits", "pids"), anyNumber),
    (service("deploy", "resources", "reservations", "cpus"), .weighed(processors)),
    (service("deploy", "resources", "reservations", "memory"), .weighed(byteSize)),
    (
        service(
            "deploy", "resources", "reservations", "generic_resources", "[]", "discrete_resource_spec"),
        .value(discreteResource)
    ),
]

private let blockIOForms: [CanonicalRule] =
    [
        (service("blkio_config", "weight"), .weighed(blockWeight)),
        (service("blkio_config", "weight_device", "[]"), .weighed(limitedDevice)),
        (service("blkio_config", "weight_device", "[]", "weight"), .weighed(blockWeight)),
    ]
    + blockLimitNames.flatMap { name in
        [
            (service("blkio_config", .key(name), "[]"), .weighed(limitedDevice)),
            (service("blkio_config", .key(name), "[]", "rate"), .weighed(byteSize)),
        ] as [CanonicalRule]
    }

/// The attributes that limit the use of single block devices.
private let blockLimitNames = [
    "device_read_bps", "device_read_iops", "device_write_bps", "device_write_iops",
]

private let deviceForms: [CanonicalRule] = [
    (service("devices", "[]"), .weighed(deviceMapping)),
    (service("device_cgroup_rules", "[]"), .weighed(deviceRule)),
    (service("gpus"), .value(graphicsDevices)),
    (service("gpus", "[]"), .value(deviceRequest)),
    (service("gpus", "[]", "options"), .named(labels)),
    (service("deploy", "resources", "reservations", "devices", "[]"), .value(deviceRequest)),
    (service("deploy", "resources", "reservations", "devices", "[]", "options"), .named(labels)),
]

private let privilegeForms: [CanonicalRule] = [
    (service("cap_add", "[]"), .weighed(capability)),
    (service("cap_drop", "[]"), .weighed(capability)),
    (service("security_opt", "[]"), .weighed(securityOption)),
    (service("group_add", "[]"), .value(group)),
    (service("sysctls"), .weighed(kernelSettings)),
    (service("privileged"), .value(truth)),
    (service("read_only"), .value(truth)),
    (service("oom_kill_disable"), .value(truth)),
    (service("ipc"), .weighed(namespace("none", "private", "shareable", "host"))),
    (service("pid"), .weighed(namespace("host"))),
    (service("uts"), .weighed(namespace("host"))),
]
