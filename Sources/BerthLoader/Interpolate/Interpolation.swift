import BerthModel
import YAMLTree

/// Replaces the variables in the values of one file and casts what the cast table names.
///
/// Keys are left alone. A value that cannot be read is reported and kept as it is written.
struct Interpolation {
    /// The variables by name.
    let variables: [String: String]
    /// What was found.
    private(set) var findings: Findings
    /// The variables without a value that were warned of.
    var warned: Set<String> = []
    /// What may still be made of variables.
    var budget = LoadBudget()
    private var path: TreePath = []

    /// Prepares for the files of a project.
    init(variables: [String: String], findings: Findings) {
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
            node.content = value.content
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
        var unset: [String] = []
        let variables = variables
        do throws(TemplateError) {
            let template = Template(lookup: { variables[$0] }, unset: { unset.append($0) })
            let replaced = try template.substitute(text)
            for name in unset { warn(ofUnset: name, at: node) }
            guard
                replaced == text
                    || budget.take(replaced.utf8.count, of: .textBytes, at: node, into: &findings)
            else { return nil }
            guard let cast else { return replaced == text ? nil : .string(replaced, at: node.range) }
            return value(of: replaced, as: cast, in: node, path: path)
        } catch {
            report(error, text: text, at: node, path: path)
            return nil
        }
    }

    private mutating func warn(ofUnset name: String, at node: Node) {
        guard warned.insert(name).inserted else { return }
        findings.warning(
            "variable \"\(name)\" is not set: an empty text is used", at: node.range,
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
            findings.error("\(path.subject): required variable \"\(name)\" has no value\(reason)", at: node)
        case .excessive(let clause): findings.error("\(path.subject): \(clause)", at: node)
        }
    }

    private mutating func value(of text: String, as cast: Cast, in node: Node, path: TreePath) -> Node? {
        let result: Node? =
            switch cast {
            case .int: Int64(text).map { .int($0, at: node.range) }
            case .float: Double(text).map { .float($0, at: node.range) }
            case .bool: boolean(text, at: node).map { .bool($0, at: node.range) }
            }
        if result == nil {
            findings.error("\(path.subject) must be \(cast.wanted), found \"\(text)\"", at: node)
        }
        return result
    }

    private mutating func boolean(_ text: String, at node: Node) -> Bool? {
        let word = text.lowercased()
        if word == "true" { return true }
        if word == "false" { return false }
        guard let value = oldBooleans[word] else { return nil }
        findings.warning("\"\(text)\" is taken for \(value)", at: node.range, remedy: "write \(value)")
        return value
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
