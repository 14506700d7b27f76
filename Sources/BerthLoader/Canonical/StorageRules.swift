import YAMLTree

/// The canonical forms of mounts, volumes, secrets and configs.
let storageForms: [CanonicalRule] = [
    (service("configs"), .items { (node, _) throws(Malformed) in [try fileReference(node, in: nil)] }),
    (service("configs", "[]", "mode"), .value(permissions)),
    (
        service("secrets"),
        .items { (node, _) throws(Malformed) in [try fileReference(node, in: "/run/secrets")] }
    ),
    (service("secrets", "[]", "mode"), .value(permissions)),
    (
        service("build", "secrets"),
        .items { (node, _) throws(Malformed) in [try fileReference(node, in: nil)] }
    ),
    (service("build", "secrets", "[]", "mode"), .value(permissions)),
    (service("volumes"), .items { (node, doubts) throws(Malformed) in [try longMount(node, &doubts)] }),
    (service("volumes", "[]", "read_only"), .value(truth)),
    (service("volumes", "[]", "bind"), .value(bindDetails)),
    (service("volumes", "[]", "bind", "create_host_path"), .value(truth)),
    (service("volumes", "[]", "volume", "labels"), .value(labels)),
    (service("volumes", "[]", "volume", "nocopy"), .value(truth)),
    (service("volumes", "[]", "tmpfs", "size"), .weighed(byteSize)),
    (service("volumes", "[]", "tmpfs", "mode"), .value(fileMode)),
    (["volumes", "*", "driver_opts"], .value(labels)),
    (["volumes", "*", "external"], .value(truth)),
    (["volumes", "*", "labels"], .value(labels)),
    (["configs", "*"], .weighed(fileSource(among: ["file", "environment", "content"]))),
    (["configs", "*", "external"], .value(truth)),
    (["configs", "*", "labels"], .value(labels)),
    (["secrets", "*"], .weighed(fileSource(among: ["file", "environment"]))),
    (["secrets", "*", "driver_opts"], .value(labels)),
    (["secrets", "*", "external"], .value(truth)),
    (["secrets", "*", "labels"], .value(labels)),
]
