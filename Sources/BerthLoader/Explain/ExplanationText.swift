import YAMLTree

extension Explanation {
    /// The value, an empty line, and a table of paths with their places; what happened is indented below them.
    var text: String {
        let width = (rows.map { $0.path.count }.max() ?? 0) + 3
        let indent = String(repeating: " ", count: width)
        let table = rows.flatMap { row in
            let padding = String(repeating: " ", count: width - row.path.count)
            let way = row.node.way
            return [row.path + padding + (way.first ?? "")] + way.dropFirst().map { indent + $0 }
        }
        return emitYAML(value) + "\n" + table.map { $0 + "\n" }.joined()
    }
}

extension Node {
    /// Where the value is written, then what happened to it, a line each.
    var way: [String] { isImplied ? ["default"] : [place] + steps }

    /// Where the value is written, then what happened to it but for taking the place of others.
    var wayWithoutOverrides: [String] {
        var node = self
        node.via.removeAll(where: \.isReplacement)
        return node.way
    }

    /// True for what no file wrote.
    var isImplied: Bool {
        if case .implied = via.first { return true }
        return range == .nowhere
    }

    private var place: String { range == .nowhere ? "default" : "\(range)" }

    private var steps: [String] {
        via.flatMap { step -> [String] in
            guard case .replaced(let old) = step else { return step.phrase.map { ["  \($0)"] } ?? [] }
            return ["  overrides \(old.place): \(old.shortText)"] + old.steps.map { "  \($0)" }
        }
    }

    /// The value on one line, cut where it is long.
    private var shortText: String {
        let text = flowText
        return text.count > 60 ? "\(text.prefix(57))..." : text
    }

    private var flowText: String {
        switch content {
        case .scalar:
            emitYAML(self).split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
        case .sequence(let items): "[\(items.map(\.flowText).joined(separator: ", "))]"
        case .mapping(let mapping):
            "{\(mapping.entries.map { "\($0.key): \($0.value.flowText)" }.joined(separator: ", "))}"
        }
    }
}

extension Step {
    /// True for taking the place of another value.
    var isReplacement: Bool {
        if case .replaced = self { true } else { false }
    }

    /// What happened; nil where there is nothing to say.
    fileprivate var phrase: String? {
        switch self {
        case .alias(let range): "alias at \(range)"
        case .mergeKey(let range): "merge key at \(range)"
        case .brought(let key, let range): "\(key) at \(range)"
        case .variable(let name, let source): "variable \(name) \(source.phrase)"
        case .replaced, .implied: nil
        }
    }
}

extension VariableSource {
    fileprivate var phrase: String {
        switch self {
        case .environment: "from the environment"
        case .file(let range): "from \(range.file):\(range.start.line)"
        case .program: "from the project's name"
        case .operand: "from its default in the text"
        case .nothing: "is not set"
        }
    }
}
