import BerthModel
import YAMLTree

/// Checks a tree against its shape and reports everything that is wrong.
///
/// In the tree that comes out wrong values and those of unknown keys are null, as is what a misspelt key
/// most likely meant, so that later stages can tell "wrong, and reported" from "not there".
struct Validation {
    /// What was found.
    var findings: Findings
    /// True when the variables are not replaced; a text that has one may then stand for any scalar.
    var holdsVariables = false

    /// The valid part of a tree.
    mutating func validate(_ node: Node, _ shape: Shape, at path: TreePath = []) -> Node {
        if findings.isFull { return node.becoming(.null()) }
        if holdsVariables, shape.acceptsScalars, node.string?.hasVariable == true { return node }
        guard let shape = shape.choosing(node) else {
            findings.error(
                "\(path.subject) must be \(shape.wanted), found \(node.kind)", at: node,
                remedy: shape.remedy(forKindOf: node, at: path))
            return node.becoming(.null())
        }
        var node = node
        switch (shape, node.content) {
        case (.choice(let texts), _): return validate(node, among: texts, at: path)
        case (.list(let itemShape, let isUnique), .sequence(let items)):
            let items = items.enumerated().map { validate($1, itemShape, at: path + [.item($0)]) }
            if isUnique { refuseRepetitions(in: items, at: path) }
            node.content = .sequence(items)
        case (.mapping(let valueShape, let keys), .mapping(var mapping)):
            if keys == .name { refuseWrongNames(in: mapping, at: path) }
            mapping.updateValues { key, value in
                value = validate(value, valueShape, at: path + [.key(key)])
            }
            node.content = .mapping(mapping)
        case (.object(let attributes), .mapping(let mapping)):
            node.content = .mapping(validate(mapping, attributes, at: path))
            refuseMissing(attributes, in: node, at: path)
        default: break
        }
        return node
    }

    private mutating func validate(_ node: Node, among texts: [String], at path: TreePath) -> Node {
        guard let text = node.string, !texts.contains(text) else { return node }
        findings.error(
            "\(path.subject) must be \(Shape.choice(texts).wanted), found \"\(text)\"", at: node,
            remedy: remedy(for: text, among: texts))
        return node.becoming(.null())
    }

    private mutating func validate(_ mapping: Mapping, _ attributes: Attributes, at path: TreePath) -> Mapping
    {
        var kept = mapping
        for entry in mapping where !entry.key.hasPrefix("x-") {
            let below = path + [.key(entry.key)]
            switch attributes[entry.key]?.shape {
            case nil:
                kept[entry.key] = .null(at: entry.keyRange)
                let meant = refuse(unknown: entry, of: mapping, among: attributes.map(\.name), at: path)
                if let meant, kept[meant] == nil { kept[meant] = .null(at: entry.keyRange) }
            case let shape?: kept[entry.key] = validate(entry.value, shape, at: below)
            }
        }
        return kept
    }

    /// Reports an unknown key and gives the one that was most likely meant.
    private mutating func refuse(
        unknown entry: Mapping.Entry, of mapping: Mapping, among names: [String], at path: TreePath
    ) -> String? {
        let meant = suggestion(for: entry.key, among: names)
        let owner = path.isEmpty ? "" : "\(path.subject): "
        findings.error(
            "\(owner)unknown key \"\(entry.key)\"", at: entry,
            remedy: meant.map { "did you mean \"\($0)\"?" } ?? remedy(forMisplaced: entry, at: path)
                ?? remedy(forTakenApart: mapping, at: path)
                ?? "remove it, or call it \"x-\(entry.key)\"")
        return meant
    }

    private mutating func refuseMissing(_ attributes: Attributes, in node: Node, at path: TreePath) {
        // An unknown key may have been meant to be the missing one.
        guard node.mapping?.contains(where: { isUnknown($0, among: attributes) }) != true else { return }
        for attribute in attributes where attribute.isRequired && node[attribute.name] == nil {
            findings.error(
                "\(path.subject) needs \"\(attribute.name)\"", at: node,
                remedy: "add \(attribute.name):")
        }
    }

    private func isUnknown(_ entry: Mapping.Entry, among attributes: Attributes) -> Bool {
        !entry.key.hasPrefix("x-") && attributes[entry.key] == nil
    }

    private mutating func refuseRepetitions(in items: [Node], at path: TreePath) {
        var first: [ScalarValue: Node] = [:]
        for item in items where !item.isNull {
            guard let value = item.value else { continue }
            guard let other = first[value] else {
                first[value] = item
                continue
            }
            findings.error(
                "\(path.subject) has \"\(item.plainText ?? "")\" twice", at: item, remedy: "remove one",
                related: [Diagnostic.Related("first written here", at: Location(other.range))])
        }
    }

    /// Reports names that are none; they stay, for what refers to them is right.
    private mutating func refuseWrongNames(in mapping: Mapping, at path: TreePath) {
        for entry in mapping where !entry.key.isName {
            findings.error(
                "\(path.subject): \"\(entry.key)\" is no name", at: entry,
                remedy: "use letters, digits, \".\", \"_\" and \"-\"")
        }
    }
}

extension StringProtocol {
    /// True for at least one of letters, digits, `.`, `_` and `-`.
    var isName: Bool { !isEmpty && unicodeScalars.allSatisfy { $0.isNameCharacter || $0 == "." } }
}

extension Unicode.Scalar {
    /// True for ASCII letters, digits, `_` and `-`.
    var isNameCharacter: Bool {
        ("a"..."z").contains(self) || ("A"..."Z").contains(self) || ("0"..."9").contains(self) || self == "_"
            || self == "-"
    }
}
