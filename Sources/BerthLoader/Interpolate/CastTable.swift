/// The type a string becomes after interpolation.
enum Cast: Sendable, Hashable {
    case int
    case float
    case bool
}

/// The attributes whose strings are cast after interpolation, as the reference has them.
let castTable = PathTable<Cast>(
    [
        (service("deploy", "replicas"), .int),
        (service("deploy", "update_config", "parallelism"), .int),
        (service("deploy", "rollback_config", "parallelism"), .int),
        (service("deploy", "restart_policy", "max_attempts"), .int),
        (service("deploy", "placement", "max_replicas_per_node"), .int),
        (service("healthcheck", "retries"), .int),
        (service("ports", "[]", "target"), .int),
        (service("scale"), .int),
        (service("ulimits", "*"), .int),
        (service("ulimits", "*", "hard"), .int),
        (service("ulimits", "*", "soft"), .int),
        (service("cpu_count"), .int),
        (service("cpu_period"), .int),
        (service("cpu_quota"), .int),
        (service("cpu_rt_period"), .int),
        (service("cpu_rt_runtime"), .int),
        (service("cpu_shares"), .int),
        (service("oom_score_adj"), .int),
        (service("pids_limit"), .int),
        (service("cpu_percent"), .float),
        (service("cpus"), .float),
        (service("deploy", "update_config", "max_failure_ratio"), .float),
        (service("deploy", "rollback_config", "max_failure_ratio"), .float),
        (service("init"), .bool),
        (service("healthcheck", "disable"), .bool),
        (service("oom_kill_disable"), .bool),
        (service("privileged"), .bool),
        (service("read_only"), .bool),
        (service("stdin_open"), .bool),
        (service("tty"), .bool),
        (service("volumes", "[]", "read_only"), .bool),
        (service("volumes", "[]", "volume", "nocopy"), .bool),
        (["networks", "*", "external"], .bool),
        (["networks", "*", "internal"], .bool),
        (["networks", "*", "attachable"], .bool),
        (["networks", "*", "enable_ipv4"], .bool),
        (["networks", "*", "enable_ipv6"], .bool),
        (["volumes", "*", "external"], .bool),
        (["secrets", "*", "external"], .bool),
        (["configs", "*", "external"], .bool),
    ])

/// The pattern of an attribute of any service.
func service(_ attribute: PatternComponent...) -> [PatternComponent] { ["services", "*"] + attribute }
