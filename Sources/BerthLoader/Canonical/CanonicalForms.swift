import YAMLTree

/// How an attribute gets its canonical form.
enum CanonicalForm: Sendable {
    /// The value becomes another one, or goes.
    case value(@Sendable (Node) throws(Malformed) -> Node?)
    /// The value becomes another one, or goes; what is doubtful about it becomes warnings.
    case weighed(@Sendable (Node, inout [Malformed]) throws(Malformed) -> Node?)
    /// Each item of a list becomes some; what is doubtful about it becomes warnings.
    case items(@Sendable (Node, inout [Malformed]) throws(Malformed) -> [Node])
}

/// A line of the table of canonical forms.
typealias CanonicalRule = (pattern: [PatternComponent], rule: CanonicalForm)

/// The canonical forms, from the outside to the inside of a value.
let canonicalForms = PathTable<CanonicalForm>(
    processForms + resourceForms + storageForms + networkForms + lifecycleForms + buildForms + deployForms
        + hookForms)

/// Brings a valid tree into its canonical form; what has none is reported and becomes null.
struct Canonicalization {
    /// What was found.
    private(set) var findings: Findings
    /// True when the variables are not replaced; what cannot be read for them then stays as it is written.
    let holdsVariables: Bool
    /// How much may still be made of ranges.
    private(set) var budget: LoadBudget
    private var path: TreePath = []
    private var told: Set<String> = []

    /// Begins with what was found and made before.
    init(findings: Findings, holdsVariables: Bool = false, budget: LoadBudget = LoadBudget()) {
        self.findings = findings
        self.holdsVariables = holdsVariables
        self.budget = budget
    }

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
                return try convert(node).map { whole($0, of: node) }
            case .weighed(let convert):
                // Nothing can be said about what is lost of a text that is not known yet.
                if holdsVariables { return node }
                var doubts: [Malformed] = []
                let result = try convert(node, &doubts)
                warn(of: doubts, at: node, path: path)
                return result.map { whole($0, of: node) }
            case .items(let convert): return node.becoming(.sequence(items(of: node, convert, path: path)))
            }
        } catch {
            if holdsVariables, node.hasVariable { return node }
            report(error, at: node, path: path)
            return node.becoming(.null())
        }
    }

    /// What a value became, with the value's steps; or the value, when one of its variables got into a key,
    /// where none is replaced.
    private func whole(_ result: Node, of node: Node) -> Node {
        if holdsVariables, node.mapping == nil, result.mapping?.keys.contains(where: \.hasVariable) == true {
            return node
        }
        return result.made(from: node)
    }

    private mutating func items(
        of node: Node, _ convert: (Node, inout [Malformed]) throws(Malformed) -> [Node], path: TreePath
    ) -> [Node] {
        var result: [Node] = []
        for (position, item) in node.listForm.enumerated()
        where !item.isNull && !budget.isExhausted(.ports) {
            do throws(Malformed) {
                var doubts: [Malformed] = []
                let converted = try convert(item, &doubts)
                let added = converted.count > 1 ? converted.count : 0
                guard budget.take(added, of: .ports, at: item, into: &findings) else { break }
                if holdsVariables, item.isTakenApart(by: converted) {
                    result.append(item)
                } else {
                    warn(of: doubts, at: item, path: path + [.item(position)])
                    result += converted.map { $0.made(from: item) }
                }
            } catch {
                if holdsVariables, item.hasVariable {
                    result.append(item)
                } else {
                    report(error, at: item, path: path + [.item(position)])
                    // The items after it keep their positions, which messages name.
                    result.append(item.becoming(.null()))
                }
            }
        }
        return result
    }

    private mutating func warn(of doubts: [Malformed], at node: Node, path: TreePath) {
        for doubt in doubts {
            let written = doubt.part ?? node
            if holdsVariables, written.hasVariable { continue }
            // Where several services are made of the same lines, what is doubtful in them is told once.
            guard told.insert("\(written.range)\(doubt.message)").inserted || written.range == .nowhere else {
                continue
            }
            findings.warning("\(path.subject)\(doubt.message)", at: written, remedy: doubt.remedy)
        }
    }

    private mutating func report(_ problem: Malformed, at node: Node, path: TreePath) {
        findings.error(
            "\(path.subject)\(problem.message)", at: problem.part ?? node, remedy: problem.remedy)
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
        updateChildren { _, child in child = child.handed(steps) }
    }

    /// The value with the steps before it, but those it has already.
    private func handed(_ steps: [Step]) -> Node {
        var node = self
        if case .implied = via.first, via.count == 1 { node.via += steps } else { node.via = steps }
        node.handDown(steps)
        return node
    }
}
