import YAMLTree

/// The texts that mean something where the format takes any.
let expectedTexts = PathTable<[String]>(
    [
        (service("volumes", "[]", "bind", "propagation"), propagationModes),
        (service("deploy", "mode"), ["replicated", "global", "replicated-job", "global-job"]),
        (service("deploy", "endpoint_mode"), ["vip", "dnsrr"]),
        (service("deploy", "update_config", "failure_action"), ["continue", "pause", "rollback"]),
        (service("deploy", "rollback_config", "failure_action"), ["continue", "pause"]),
        (
            service("deploy", "restart_policy", "condition"),
            ["none", "on-failure", "any", "no", "always", "unless-stopped"]
        ),
    ])

extension Findings {
    /// Warns of texts that mean nothing to anybody.
    mutating func warnOfUnexpectedTexts(in tree: Node) { visit(tree, expectedTexts, path: []) }

    private mutating func visit(_ node: Node, _ table: PathTable<[String]>?, path: TreePath) {
        guard let table else { return }
        if let texts = table.rule, let text = node.string, !texts.contains(text), !text.isEmpty,
            !text.hasVariable
        {
            warning(
                "\(path.subject) must be \(Shape.choice(texts).wanted), found \"\(text)\"", at: node,
                remedy: remedy(for: text, among: texts))
        }
        for (step, child) in node.children { visit(child, table.below(step), path: path + [step]) }
    }
}
