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
    var findings: Findings

    /// The canonical tree.
    mutating func apply(to tree: Node) -> Node { visit(tree, canonicalForms, path: []) ?? tree }

    private mutating func visit(_ node: Node, _ table: PathTable<CanonicalForm>?, path: TreePath) -> Node? {
        guard let table else { return node }
        guard var node = form(of: node, table.rule, path: path) else { return nil }
        switch node.content {
        case .scalar: break
        case .sequence(let items):
            var kept: [Node] = []
            for (position, item) in items.enumerated() {
                kept += [visit(item, table.belowItems, path: path + [.item(position)])].compactMap(\.self)
            }
            node.content = .sequence(kept)
        case .mapping(let mapping):
            var kept = mapping
            for entry in mapping {
                kept[entry.key] = visit(
                    entry.value, table.below(key: entry.key), path: path + [.key(entry.key)])
            }
            node.content = .mapping(kept)
        }
        return node
    }

    private mutating func form(of node: Node, _ form: CanonicalForm?, path: TreePath) -> Node? {
        if node.isNull { return node }
        do throws(Malformed) {
            switch form {
            case nil: return node
            case .value(let convert):
                return try convert(node)?.made(from: node)
            case .items(let convert): return node.becoming(.sequence(items(of: node, convert, path: path)))
            }
        } catch {
            report(error, at: node, path: path)
            return node.becoming(.null())
        }
    }

    private mutating func items(
        of node: Node, _ convert: (Node, inout Findings) throws(Malformed) -> [Node], path: TreePath
    ) -> [Node] {
        var result: [Node] = []
        for (position, item) in node.listForm.enumerated() where !item.isNull {
            do throws(Malformed) {
                result += try convert(item, &findings).map { $0.made(from: item) }
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

extension Node {
    /// The canonical form of a written value, with the steps of that; so is what is inside if it was a text.
    fileprivate func made(from written: Node) -> Node {
        var node = self
        node.via = written.via
        if written.scalar != nil, !written.via.isEmpty { node.handDown(written.via) }
        return node
    }

    /// Gives the steps to all that is inside.
    private mutating func handDown(_ steps: [Step]) {
        switch content {
        case .scalar: break
        case .sequence(let items): content = .sequence(items.map { $0.handed(steps) })
        case .mapping(var mapping):
            mapping.updateValues { (key: String, value: inout Node) in value = value.handed(steps) }
            content = .mapping(mapping)
        }
    }

    /// The value with the steps before it, but those it has already.
    private func handed(_ steps: [Step]) -> Node {
        var node = self
        if case .implied = via.first, via.count == 1 { node.via += steps } else { node.via = steps }
        node.handDown(steps)
        return node
    }
}
