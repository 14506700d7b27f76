import BerthModel
import YAMLTree

/// Replaces the variables in the values of one file and casts what the cast table names.
///
/// Keys are left alone. A value that cannot be read is reported and kept as it is written.
struct Interpolation {
    /// The variables.
    let variables: Variables
    /// What was found.
    private(set) var findings: Findings
    /// The variables without a value that were warned of.
    var warned: Set<String> = []
    /// What may still be made of variables.
    var budget = LoadBudget()
    private var path: TreePath = []

    /// Prepares for the files of a project.
    init(variables: Variables, findings: Findings) {
        self.variables = variables
        self.findings = findings
    }

    /// The tree with its values replaced.
    mutating func apply(to tree: Node) -> Node {
        var tree = tree
        visit(&tree, castTable)
        return tree
    }

    private mutating func visit(_ node: inout Node, _ table: PathTable<Cast>?) {
        if let text = node.string, let value = value(of: text, in: node, cast: table?.rule, path: path) {
            node = value
        }
        node.updateChildren { step, child in
            path.append(step)
            visit(&child, table?.below(step))
            path.removeLast()
        }
    }

    private mutating func value(of text: String, in node: Node, cast: Cast?, path: TreePath) -> Node? {
        guard cast != nil || text.utf8.contains(UInt8(ascii: "$")), !budget.isExhausted(.textBytes)
        else { return nil }
        var used = UsedVariables(variables)
        do throws(TemplateError) {
            let template = Template(
                lookup: { used.value(of: $0) }, unset: { used.note($0, .nothing) },
                usesOperand: { used.note($0, .operand) })
            let replaced = try template.substitute(text)
            var node = node
            node.via = used.steps + node.via
            for case .variable(let name, .nothing) in used.steps { warn(ofUnset: name, at: node) }
            guard
                replaced == text
                    || budget.take(replaced.utf8.count, of: .textBytes, at: node, into: &findings)
            else { return nil }
            guard let cast else { return replaced == text ? node : node.becoming(.string(replaced)) }
            return value(of: replaced, as: cast, in: node, path: path)
        } catch {
            report(error, text: text, at: node, path: path)
            return node.becoming(.null())
        }
    }

    private mutating func warn(ofUnset name: String, at node: Node) {
        guard warned.insert(name).inserted else { return }
        findings.warning(
            "variable \"\(name)\" is not set: an empty text is used", at: node,
            remedy: "set it, or write ${\(name):-} to mean the empty text")
    }

    private mutating func report(_ error: TemplateError, text: String, at node: Node, path: TreePath) {
        switch error {
        case .invalidReference(let reference):
            findings.error(
                "\(path.subject): \"\(reference)\" is no variable reference", at: node,
                remedy: "write $$ for a plain dollar sign")
        case .missingVariable(let name, let message):
            let reason = message.isEmpty ? "" : ": \(message)"
            findings.error(
                "\(path.subject): required variable \"\(name)\" has no value\(reason)", at: node,
                remedy: "set it in the environment or in .env")
        case .excessive(let clause): findings.error("\(path.subject): \(clause)", at: node)
        }
    }

    private mutating func value(of text: String, as cast: Cast, in node: Node, path: TreePath) -> Node {
        let value: Node? =
            switch cast {
            case .int: Int64(text).map { .int($0) }
            case .float: Double(text).map { .float($0) }
            case .bool: boolean(text, at: node, path: path).map { .bool($0) }
            }
        if let value { return node.becoming(value) }
        findings.error(
            "\(path.subject) must be \(cast.wanted), found \"\(text)\"", at: node,
            remedy: text == "unlimited" ? "write -1" : "")
        return node
    }

    private mutating func boolean(_ text: String, at node: Node, path: TreePath) -> Bool? {
        let word = text.lowercased()
        if word == "true" { return true }
        if word == "false" { return false }
        guard let value = oldBooleans[word] else { return nil }
        findings.warning(
            "\(path.subject): \"\(text)\" is taken for \(value)", at: node, remedy: "write \(value)")
        return value
    }
}

/// The variables that one text uses, as they are looked up.
private struct UsedVariables {
    private let variables: Variables
    private(set) var steps: [Step] = []

    init(_ variables: Variables) { self.variables = variables }

    mutating func value(of name: String) -> String? {
        let value = variables[name]
        if value != nil { note(name, variables.source(of: name)) }
        return value
    }

    /// Notes where the value of a variable is from; what is said last counts.
    mutating func note(_ name: String, _ source: VariableSource) {
        steps.removeAll { if case .variable(name, _) = $0 { true } else { false } }
        steps.append(.variable(name, source))
    }
}

/// The booleans of YAML 1.1 that YAML 1.2 reads as strings.
private let oldBooleans = ["y": true, "yes": true, "on": true, "n": false, "no": false, "off": false]

extension Cast {
    /// The type as a message names it.
    fileprivate var wanted: String {
        switch self {
        case .int: "a whole number"
        case .float: "a number"
        case .bool: "true or false"
        }
    }
}
