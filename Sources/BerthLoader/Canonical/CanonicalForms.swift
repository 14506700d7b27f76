import YAMLTree

/// How an attribute gets its canonical form.
enum CanonicalForm: Sendable {
    /// The value becomes another one, or goes.
    case value(@Sendable (Node) throws(Malformed) -> Node?)
    /// Each item of a list becomes some.
    case items(@Sendable (Node, inout Findings) throws(Malformed) -> [Node])
}

/// The canonical forms, from the outside to the inside of a value.
let canonicalForms = PathTable<CanonicalForm>([
    (service("command"), .value(arguments)),
    (service("entrypoint"), .value(arguments)),
    (service("environment"), .value(variables)),
    (service("env_file"), .value(environmentFiles)),
    (service("label_file"), .value(textList)),
    (service("labels"), .value(labels)),
    (service("ports"), .items { (node, _) throws(Malformed) in try longPorts(node) }),
    (service("volumes"), .items { (node, findings) throws(Malformed) in [try longMount(node, &findings)] }),
    (service("volumes", "[]", "read_only"), .value(truth)),
    (service("volumes", "[]", "bind", "create_host_path"), .value(truth)),
    (service("volumes", "[]", "volume", "nocopy"), .value(truth)),
    (service("volumes", "[]", "tmpfs", "size"), .value(byteSize)),
    (service("volumes", "[]", "tmpfs", "mode"), .value(fileMode)),
    (service("depends_on"), .value(dependencies)),
    (service("depends_on", "*", "restart"), .value(truth)),
    (service("networks"), .value(networks)),
    (service("networks", "*", "ipv4_address"), .value(ipv4Address)),
    (service("healthcheck", "test"), .value(probe)),
    (service("healthcheck", "interval"), .value(duration)),
    (service("healthcheck", "timeout"), .value(duration)),
    (service("healthcheck", "start_period"), .value(duration)),
    (service("healthcheck", "start_interval"), .value(duration)),
    (service("healthcheck", "retries"), .value(count)),
    (service("healthcheck", "disable"), .value(truth)),
    (service("restart"), .value(restartPolicy)),
    (service("stop_signal"), .value(signal)),
    (service("stop_grace_period"), .value(duration)),
    (service("container_name"), .value(containerName)),
    (service("pull_policy"), .value(pullPolicy)),
    (service("scale"), .value(count)),
    (service("deploy", "replicas"), .value(count)),
    (["networks", "*", "labels"], .value(labels)),
    (["networks", "*", "internal"], .value(truth)),
    (["volumes", "*", "labels"], .value(labels)),
])

/// Brings a valid tree into its canonical form; what has none is reported and becomes null.
struct Canonicalization {
    /// What was found.
    private(set) var findings: Findings
    private var path: TreePath = []

    /// Begins with what was found before.
    init(findings: Findings) { self.findings = findings }

    /// The canonical tree.
    mutating func apply(to tree: Node) -> Node {
        var tree = tree
        _ = visit(&tree, canonicalForms)
        return tree
    }

    /// Changes a node and what is below it; false when it goes.
    private mutating func visit(_ node: inout Node, _ table: PathTable<CanonicalForm>?) -> Bool {
        guard let table else { return true }
        guard let form = form(of: node, table.rule, path: path) else { return false }
        node = form
        node.filterChildren { step, child in
            path.append(step)
            defer { path.removeLast() }
            return visit(&child, table.below(step))
        }
        return true
    }

    private mutating func form(of node: Node, _ form: CanonicalForm?, path: TreePath) -> Node? {
        if node.isNull { return node }
        do throws(Malformed) {
            switch form {
            case nil: return node
            case .value(let convert):
                guard var result = try convert(node) else { return nil }
                result.via = node.via
                return result
            case .items(let convert): return .sequence(items(of: node, convert, path: path), at: node.range)
            }
        } catch {
            report(error, at: node, path: path)
            return .null(at: node.range)
        }
    }

    private mutating func items(
        of node: Node, _ convert: (Node, inout Findings) throws(Malformed) -> [Node], path: TreePath
    ) -> [Node] {
        var result: [Node] = []
        for (position, item) in node.listForm.enumerated() where !item.isNull {
            do throws(Malformed) {
                result += try convert(item, &findings)
            } catch {
                report(error, at: item, path: path + [.item(position)])
            }
        }
        return result
    }

    private mutating func report(_ problem: Malformed, at node: Node, path: TreePath) {
        findings.error("\(path.subject)\(problem.message)", at: node, remedy: problem.remedy)
    }
}
