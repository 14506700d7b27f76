import YAMLTree

/// The canonical forms of what runs in a container, and with which variables.
let processForms: [CanonicalRule] = [
    (service("command"), .weighed(arguments)),
    (service("entrypoint"), .weighed(arguments)),
    (service("environment"), .weighed(variables)),
    (service("env_file"), .value(environmentFiles)),
    (service("label_file"), .value(textList)),
    (service("labels"), .weighed(containerLabels)),
    (service("annotations"), .value(labels)),
    (service("container_name"), .value(containerName)),
    (service("hostname"), .weighed(hostname)),
    (service("working_dir"), .weighed(workingDirectory)),
    (service("platform"), .weighed(platform)),
    (service("tmpfs"), .items(mountInMemory)),
    (service("init"), .value(truth)),
    (service("stdin_open"), .value(truth)),
    (service("tty"), .value(truth)),
    (service("stop_signal"), .weighed(signal)),
    (service("stop_grace_period"), .value(duration)),
]
