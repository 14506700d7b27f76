import YAMLTree

/// The canonical forms of what a deployment says besides its resources.
let deployForms: [CanonicalRule] =
    [
        (service("deploy", "labels"), .named(labels)),
        (service("deploy", "replicas"), .value(count)),
        (service("deploy", "restart_policy", "delay"), .value(duration)),
        (service("deploy", "restart_policy", "max_attempts"), .value(count)),
        (service("deploy", "restart_policy", "window"), .value(duration)),
        (service("deploy", "placement", "max_replicas_per_node"), .value(positiveCount)),
    ] + rolloutForms("update_config") + rolloutForms("rollback_config")

private func rolloutForms(_ name: PatternComponent) -> [CanonicalRule] {
    [
        (service("deploy", name, "delay"), .value(positiveDuration)),
        (service("deploy", name, "max_failure_ratio"), .value(ratio)),
        (service("deploy", name, "monitor"), .value(positiveDuration)),
        (service("deploy", name, "parallelism"), .value(count)),
    ]
}

/// A number of something; none for 0, which is the same.
private func positiveCount(_ node: Node) throws(Malformed) -> Node? {
    let number = try count(node)
    return number.value == .int(0) ? nil : number
}

/// A duration; none for 0, which is the same.
private func positiveDuration(_ node: Node) throws(Malformed) -> Node? {
    let length = try duration(node)
    return length?.string == "0s" ? nil : length
}

/// A part of one; none for 0, which is the same.
private func ratio(_ node: Node) throws(Malformed) -> Node? {
    guard let text = node.plainText else { return node }
    guard let value = Double(text), value >= 0, value.isFinite else {
        throw Malformed("must be a number from 0 to 1, found \"\(text)\"")
    }
    if value == 0 { return nil }
    return node.string == nil ? node : node.becoming(.float(value))
}
