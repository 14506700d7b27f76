import YAMLTree

/// The canonical forms of networks and ports.
let networkForms: [CanonicalRule] = [
    (service("ports"), .items { (node, _) throws(Malformed) in try longPorts(node) }),
    (service("networks"), .value(networks)),
    (service("networks", "*", "ipv4_address"), .value(ipv4Address)),
    (["networks", "*", "labels"], .value(labels)),
    (["networks", "*", "internal"], .value(truth)),
]
