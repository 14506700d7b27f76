import BerthModel
import YAMLTree

/// Checks a tree against its shape and reports everything that is wrong.
///
/// The tree that comes out has the shape: unknown keys are gone, and wrong values are null, as is what a
/// misspelt key most likely meant, so that later stages can tell "wrong, and reported" from "not there".
struct Validation {
    /// What was found.
    var findings: Findings
    /// True when the variables are not replaced; a text that has one may then stand for any scalar.
    var holdsVariables = false

    /// The valid part of a tree.
    mutating func validate(_ node: Node, _ shape: Shape, at path: TreePath = []) -> Node {
        validate(node, shape, at: Place(path: path))
    }

    private mutating func validate(_ node: Node, _ shape: Shape, at place: Place) -> Node {
        if findings.isFull { return .null(at: node.range) }
        if holdsVariables, shape.acceptsScalars, node.string?.hasVariable == true { return node }
        let place = place.inside(node)
        guard let shape = shape.choosing(node) else {
            findings.error(
                "\(place.path.subject) must be \(shape.wanted), found \(node.kind)", at: node.range,
                remedy: shape.remedy(for: node), related: place.uses)
            return .null(at: node.range)
        }
        var node = node
        switch (shape, node.content) {
        case (.choice(let texts), _): return validate(node, among: texts, at: place)
        case (.list(let itemShape, let isUnique), .sequence(let items)):
            let items = items.enumerated().map { validate($1, itemShape, at: place.below(.item($0))) }
            if isUnique { refuseRepetitions(in: items, at: place) }
            node.content = .sequence(items)
        case (.mapping(let valueShape, let keys), .mapping(var mapping)):
            if keys == .name { refuseWrongNames(in: &mapping, at: place) }
            mapping.updateValues { key, value in
                value = validate(value, valueShape, at: place.below(.key(key)))
            }
            node.content = .mapping(mapping)
        case (.object(let attributes), .mapping(let mapping)):
            node.content = .mapping(validate(mapping, attributes, at: place))
            refuseMissing(attributes, in: node, at: place)
        default: break
        }
        return node
    }

    private mutating func validate(_ node: Node, among texts: [String], at place: Place) -> Node {
        guard let text = node.string, !texts.contains(text) else { return node }
        findings.error(
            "\(place.path.subject) must be \(Shape.choice(texts).wanted), found \"\(text)\"", at: node.range,
            remedy: remedy(for: text, among: texts), related: place.uses)
        return .null(at: node.range)
    }

    private mutating func validate(_ mapping: Mapping, _ attributes: Attributes, at place: Place) -> Mapping {
        var kept = mapping
        var unknown: Set<String> = []
        for entry in mapping where !entry.key.hasPrefix("x-") {
            let below = place.below(.key(entry.key))
            switch attributes[entry.key]?.shape {
            case nil:
                unknown.insert(entry.key)
                let meant = refuse(unknown: entry, among: attributes.map(\.name), at: place)
                if let meant, kept[meant] == nil { kept[meant] = .null(at: entry.keyRange) }
            case let shape?: kept[entry.key] = validate(entry.value, shape, at: below)
            }
        }
        if !unknown.isEmpty { kept.keep { !unknown.contains($0.key) } }
        return kept
    }

    /// Reports an unknown key and gives the one that was most likely meant.
    private mutating func refuse(
        unknown entry: Mapping.Entry, among names: [String], at place: Place
    ) -> String? {
        let meant = suggestion(for: entry.key, among: names)
        let owner = place.path.isEmpty ? "" : "\(place.path.subject): "
        findings.error(
            "\(owner)unknown key \"\(entry.key)\"", at: entry.keyRange,
            remedy: meant.map { "did you mean \"\($0)\"?" } ?? remedy(forMisplaced: entry, at: place.path),
            related: place.uses)
        return meant
    }

    private mutating func refuseMissing(_ attributes: Attributes, in node: Node, at place: Place) {
        for attribute in attributes where attribute.isRequired && node[attribute.name] == nil {
            findings.error(
                "\(place.path.subject) needs \"\(attribute.name)\"", at: node.range,
                remedy: "add \(attribute.name):", related: place.uses)
        }
    }

    private mutating func refuseRepetitions(in items: [Node], at place: Place) {
        var first: [ScalarValue: Node] = [:]
        for item in items where !item.isNull {
            guard let value = item.value else { continue }
            guard let other = first[value] else {
                first[value] = item
                continue
            }
            findings.error(
                "\(place.path.subject) has \"\(item.plainText ?? "")\" twice", at: item, remedy: "remove one",
                related: [Diagnostic.Related("first written here", at: Location(other.range))])
        }
    }

    private mutating func refuseWrongNames(in mapping: inout Mapping, at place: Place) {
        guard !mapping.entries.allSatisfy({ $0.key.isName }) else { return }
        for entry in mapping where !entry.key.isName {
            findings.error(
                "\(place.path.subject): \"\(entry.key)\" is no name", at: entry.keyRange,
                remedy: "use letters, digits, \".\", \"_\" and \"-\"")
        }
        mapping.keep { $0.key.isName }
    }
}

/// Where a value is in the tree, and the aliases that brought it there.
private struct Place {
    var path: TreePath = []
    var via: [SourceRange] = []

    /// The place of what is inside a node that is here.
    func inside(_ node: Node) -> Place { Place(path: path, via: via + node.via) }

    /// The place one step down.
    func below(_ component: PathComponent) -> Place { Place(path: path + [component], via: via) }

    /// The aliases, for a finding.
    var uses: [Diagnostic.Related] { via.map { Diagnostic.Related("used here", at: Location($0)) } }
}

extension Shape {
    /// What to do about a value of a wrong kind.
    fileprivate func remedy(for node: Node) -> String {
        switch node.value {
        case .null: "remove the key or give it a value"
        case .bool, .int, .unsigned, .float, .timestamp:
            accepts(kindOf: .string("")) ? "put it in quotes" : ""
        default: ""
        }
    }
}

extension String {
    /// True for letters, digits, `.`, `_` and `-`.
    fileprivate var isName: Bool { !isEmpty && unicodeScalars.allSatisfy { $0.isNameCharacter || $0 == "." } }
}

extension Unicode.Scalar {
    /// True for ASCII letters, digits, `_` and `-`.
    var isNameCharacter: Bool {
        ("a"..."z").contains(self) || ("A"..."Z").contains(self) || ("0"..."9").contains(self) || self == "_"
            || self == "-"
    }
}
