public import BerthModel
public import YAMLTree

/// A part of a loaded project and where each of its values is from.
public struct Explanation: Sendable {
    /// A value with its way: `node.range` is what wrote it, `node.via` what happened to it since.
    public struct Row: Sendable {
        /// The path, in the form that `explain` takes.
        public let path: String
        /// The value.
        public let node: Node
    }

    /// The part in canonical form.
    public let value: Node
    /// The part and what is below it, in the order of the value.
    ///
    /// Left out are values from the same text as the row that holds them, lists' items that are written in the
    /// list, and collections that only hold other rows.
    public let rows: [Row]
}

/// Tells where a part of a project is from: `web`, `web.environment.TAG`, `web.ports[0]`, `networks.default`.
///
/// The first word is a service, or else a key of the top of the file. What `config` does not print has no
/// explanation; it is not found.
public func explain(_ path: String, in loaded: LoadedProject) throws(Failure) -> Explanation {
    let found = try ExplainedPath(path, in: loaded)
    var rows = ExplanationRows()
    rows.add(found.node, at: found.path, isAsked: true)
    return Explanation(value: found.node, rows: rows.rows)
}

/// Chooses the rows.
private struct ExplanationRows {
    var rows: [Explanation.Row] = []

    /// Adds a value and what is in it; `known` is the way that the row above has shown.
    mutating func add(_ node: Node, at path: TreePath, isAsked: Bool = false, known: [String]? = nil) {
        let way = node.way
        let isTold = isAsked || (way != known && node.deservesRow)
        if isTold { rows.append(Explanation.Row(path: path.text, node: node)) }
        if node.isListOfOwnTexts { return }
        let known = isTold ? way : known
        for (step, child) in node.children { add(child, at: path + [step], known: known) }
    }
}

extension Node {
    /// True for what is more than a frame around values that tell their own places.
    fileprivate var deservesRow: Bool {
        let isWrittenAsOne = children.contains { $0.node.range == range && !$0.node.isImplied }
        let tellsNothingElse = children.allSatisfy(\.node.isImplied)
        return via.contains(where: \.isReplacement) || isWrittenAsOne || tellsNothingElse || isListOfOwnTexts
    }

    /// True for a list of scalars that are written in the list and came with it.
    fileprivate var isListOfOwnTexts: Bool {
        guard let sequence, !sequence.isEmpty else { return false }
        let steps = wayWithoutOverrides.dropFirst()
        return sequence.allSatisfy { item in
            item.scalar != nil && range.contains(item.range) && item.way.dropFirst() == steps
        }
    }
}

extension SourceRange {
    /// True for a piece inside this one.
    fileprivate func contains(_ other: SourceRange) -> Bool {
        file == other.file && start <= other.start && other.end <= end
    }
}
