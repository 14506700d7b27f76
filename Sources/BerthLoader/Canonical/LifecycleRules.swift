import YAMLTree

/// The canonical forms of dependencies, health, restarts and numbers of containers.
let lifecycleForms: [CanonicalRule] = [
    (service("depends_on"), .value(dependencies)),
    (service("depends_on", "*", "restart"), .value(truth)),
    (service("healthcheck", "test"), .value(probe)),
    (service("healthcheck", "interval"), .value(duration)),
    (service("healthcheck", "timeout"), .value(duration)),
    (service("healthcheck", "start_period"), .value(duration)),
    (service("healthcheck", "start_interval"), .value(duration)),
    (service("healthcheck", "retries"), .weighed(attempts)),
    (service("healthcheck", "disable"), .value(truth)),
    (service("restart"), .weighed(restartPolicy)),
    (service("pull_policy"), .value(pullPolicy)),
    (service("scale"), .value(count)),
    (service("attach"), .value(truth)),
]
