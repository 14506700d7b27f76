import YAMLTree

/// The canonical forms of mounts, volumes, secrets and configs.
let storageForms: [CanonicalRule] = [
    (service("volumes"), .items { (node, findings) throws(Malformed) in [try longMount(node, &findings)] }),
    (service("volumes", "[]", "read_only"), .value(truth)),
    (service("volumes", "[]", "bind", "create_host_path"), .value(truth)),
    (service("volumes", "[]", "volume", "nocopy"), .value(truth)),
    (service("volumes", "[]", "tmpfs", "size"), .weighed(byteSize)),
    (service("volumes", "[]", "tmpfs", "mode"), .value(fileMode)),
    (["volumes", "*", "labels"], .value(labels)),
]
