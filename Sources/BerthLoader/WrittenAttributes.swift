public import BerthModel
import YAMLTree

/// An attribute that a project has and a table has a rule for.
public struct WrittenAttribute<Rule: Sendable>: Sendable {
    /// The rule.
    public let rule: Rule
    /// The attribute as the subject of a message: `service "web": "deploy.mode"`.
    public let subject: String
    /// The value when it is a scalar, as a text.
    public let text: String?
    /// The other attributes of the same mapping.
    public let siblings: Set<String>
    /// Where it is written; nil for what no file wrote.
    public let location: Location?
    /// What brought it there.
    public let related: [Diagnostic.Related]
}

extension LoadedProject {
    /// The attributes of the canonical project that a table has rules for, from the top to the bottom.
    ///
    /// The rule that is furthest down counts for everything below it that has none.
    public func attributes<Rule>(in table: PathTable<Rule>) -> [WrittenAttribute<Rule>] {
        var search = AttributeSearch<Rule>()
        search.visit(canonical, table, path: [])
        return search.found
    }
}

/// The pattern of every attribute that a Compose file can have, in the order of the format's tables.
public var attributePatterns: [[PatternComponent]] {
    var patterns: [[PatternComponent]] = []
    for pattern in projectShape.patterns where !patterns.contains(pattern) { patterns.append(pattern) }
    return patterns
}

/// One walk through a tree and a table together.
private struct AttributeSearch<Rule: Sendable> {
    var found: [WrittenAttribute<Rule>] = []

    mutating func visit(_ node: Node, _ table: PathTable<Rule>, path: TreePath) {
        for entry in node.mapping ?? Mapping() {
            guard let below = table.below(key: entry.key), !entry.value.isNull else { continue }
            let path = path + [.key(entry.key)]
            note(entry.value, below.rule, path, siblings: node, at: entry.keyRange)
            visit(entry.value, below, path: path)
        }
        for (position, item) in (node.sequence ?? []).enumerated() {
            guard let below = table.belowItems else { continue }
            let path = path + [.item(position)]
            note(item, below.rule, path, siblings: node, at: item.range)
            visit(item, below, path: path)
        }
    }

    private mutating func note(
        _ node: Node, _ rule: Rule?, _ path: TreePath, siblings: Node, at range: SourceRange
    ) {
        guard let rule else { return }
        found.append(
            WrittenAttribute(
                rule: rule, subject: path.subject, text: node.plainText,
                siblings: Set(siblings.mapping?.keys.map(\.self) ?? []), location: Location(range),
                related: node.via.filter(\.bringsKeys).notes))
    }
}

extension Shape {
    /// The patterns of the attributes below a value of this shape.
    fileprivate var patterns: [[PatternComponent]] {
        switch self {
        case .anything, .scalar, .choice, .form: []
        case .either(let shapes): shapes.flatMap(\.patterns)
        case .list(let shape, _): shape.patterns.map { [.anyItem] + $0 }
        case .mapping(let shape, _): [[.anyKey]] + shape.patterns.map { [.anyKey] + $0 }
        case .object(let attributes):
            attributes.flatMap { attribute in
                [[.key(attribute.name)]] + attribute.shape.patterns.map { [.key(attribute.name)] + $0 }
            }
        }
    }
}
