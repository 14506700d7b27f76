public import BerthModel
import YAMLTree

/// A variable that the files of a project mention.
public struct MentionedVariable: Sendable, Hashable {
    /// The name.
    public let name: String
    /// True when some mention fails without a value.
    public var isRequired = false
    /// The first text that some mention uses in place of a missing value; empty for none.
    public var defaultValue = ""
    /// The first text that some mention uses in place of a value; empty for none.
    public var alternateValue = ""
    /// The first mention.
    public let location: Location?
}

/// The variables of trees in the order in which they are first mentioned, so that the same files always give
/// the same list.
struct VariableList {
    /// The variables.
    private(set) var variables: [MentionedVariable] = []
    private var positions: [String: Int] = [:]

    /// Adds the variables of all values of a tree; keys have none.
    mutating func add(_ tree: Node) {
        if let text = tree.string { add(text, at: Location(tree.range)) }
        for (_, child) in tree.children { add(child) }
    }

    /// Adds the variables of a text, then those of their operands; what is no reference is left out.
    private mutating func add(_ text: String, at place: Location?) {
        for reference in text.variableReferences.found {
            let position = position(of: reference.name, at: place)
            guard let operation = reference.operation else { continue }
            switch operation.kind {
            case .required: variables[position].isRequired = true
            case .fallback: keep(operation.operand, in: \.defaultValue, of: position)
            case .alternative: keep(operation.operand, in: \.alternateValue, of: position)
            }
            add(operation.operand, at: place)
        }
    }

    private mutating func position(of name: String, at place: Location?) -> Int {
        if let known = positions[name] { return known }
        positions[name] = variables.count
        variables.append(MentionedVariable(name: name, location: place))
        return variables.count - 1
    }

    private mutating func keep(
        _ text: String, in member: WritableKeyPath<MentionedVariable, String>, of position: Int
    ) {
        if variables[position][keyPath: member].isEmpty { variables[position][keyPath: member] = text }
    }
}
