import BerthModel
import YAMLTree

extension Step {
    /// The other place of a finding about a value that took this step; nil where there is nothing to see.
    var note: Diagnostic.Related? {
        switch self {
        case .alias(let range), .mergeKey(let range):
            Diagnostic.Related("used here", at: Location(range))
        case .brought(let key, let range):
            Diagnostic.Related("\(Self.verbs[key] ?? "named") here", at: Location(range))
        case .variable(let name, .file(let range)):
            Diagnostic.Related("variable \"\(name)\" is set here", at: Location(range))
        case .variable(let name, .environment):
            Diagnostic.Related("variable \"\(name)\" is set by the environment", at: nil)
        case .replaced(let node):
            Location(node.range).map { Diagnostic.Related("this is overridden", at: $0) }
        case .variable, .implied: nil
        }
    }

    private static let verbs = [
        "extends": "extended", "include": "included", "env_file": "read", "label_file": "read",
    ]

    /// True when the step brought more than a single value.
    var bringsKeys: Bool {
        switch self {
        case .alias, .mergeKey, .brought: true
        case .variable, .replaced, .implied: false
        }
    }
}

extension Mapping.Entry {
    /// The steps that brought the key.
    var bringing: [Step] { value.via.filter(\.bringsKeys) }
}

extension [Step] {
    /// The other places of a finding; of very many the first.
    var notes: [Diagnostic.Related] { Array<Diagnostic.Related>(lazy.compactMap(\.note).prefix(10)) }
}
