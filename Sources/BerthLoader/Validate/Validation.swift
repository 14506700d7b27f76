import BerthModel
import YAMLTree

/// Checks a tree against its shape and reports everything that is wrong.
///
/// The tree that comes out has the shape: unknown keys are gone, and wrong values are null, as is what a misspelt
/// key most likely meant, so that later stages can tell "wrong, and reported" from "not there".
struct Validation {
    /// What was found.
    var findings: Findings

    /// The valid part of a tree.
    mutating func validate(_ node: Node, _ shape: Shape, path: TreePath = [], via: [SourceRange] = []) -> Node
    {
        let via = via + node.via
        guard let shape = shape.choosing(node) else {
            report(
                "\(subject(path)) must be \(shape.wanted), found \(node.kind)", at: node, via,
                shape.remedy(for: node))
            return .null(at: node.range)
        }
        var node = node
        switch (shape, node.content) {
        case (.choice(let texts), _):
            guard let text = node.string, !texts.contains(text) else { return node }
            let near = remedy(for: text, among: texts)
            report("\(subject(path)) must be \(shape.wanted), found \"\(text)\"", at: node, via, near)
            return .null(at: node.range)
        case (.list(let itemShape, let isUnique), .sequence(let items)):
            node.content = .sequence(validate(items, itemShape, isUnique: isUnique, path: path, via))
        case (.mapping(let valueShape, let keys), .mapping(let mapping)):
            node.content = .mapping(validate(mapping, valueShape, keys: keys, path: path, via))
        case (.object(let attributes), .mapping(let mapping)):
            node.content = .mapping(validate(mapping, attributes, in: node, path: path, via))
        default: break
        }
        return node
    }

    private mutating func validate(
        _ items: [Node], _ shape: Shape, isUnique: Bool, path: TreePath, _ via: [SourceRange]
    ) -> [Node] {
        var kept: [Node] = []
        for (position, item) in items.enumerated() {
            let before = findings.errorCount
            let item = validate(item, shape, path: path + [.item(position)], via: via)
            if findings.errorCount > before, item.isNull {
                kept.append(item)
                continue
            }
            if isUnique, let text = item.string, let first = kept.first(where: { $0.string == text }) {
                let related = [Diagnostic.Related("first written here", at: Location(first.range))]
                findings.error(
                    "\(subject(path)) has \"\(text)\" twice", at: item, remedy: "remove one", related: related
                )
                continue
            }
            kept.append(item)
        }
        return kept
    }

    private mutating func validate(
        _ mapping: Mapping, _ shape: Shape, keys: Shape.KeyRule, path: TreePath, _ via: [SourceRange]
    ) -> Mapping {
        var kept = mapping
        for entry in mapping {
            guard keys.allows(entry.key) else {
                findings.error(
                    "\(subject(path)): \"\(entry.key)\" is no name", at: entry.keyRange,
                    remedy: "use letters, digits, \".\", \"_\" and \"-\"")
                kept.remove(entry.key)
                continue
            }
            kept[entry.key] = validate(entry.value, shape, path: path + [.key(entry.key)], via: via)
        }
        return kept
    }

    private mutating func validate(
        _ mapping: Mapping, _ attributes: [Attribute], in node: Node, path: TreePath, _ via: [SourceRange]
    ) -> Mapping {
        var kept = mapping
        for entry in mapping where !entry.key.hasPrefix("x-") {
            let attribute = attributes.first { $0.name == entry.key }
            switch attribute?.shape {
            case nil:
                let meant = suggestion(for: entry.key, among: attributes.map(\.name))
                findings.error(
                    "\(prefix(path))unknown key \"\(entry.key)\"", at: entry.keyRange,
                    remedy: meant.map { "did you mean \"\($0)\"?" } ?? "", related: uses(via))
                kept.remove(entry.key)
                if let meant, kept[meant] == nil { kept[meant] = .null(at: entry.keyRange) }
            case .unsupported:
                let name = (path + [.key(entry.key)]).attributeText
                findings.error(
                    "\(owner(path))\"\(name)\" is not supported yet", at: entry.keyRange, related: uses(via))
                kept[entry.key] = .null(at: entry.value.range)
            case let shape?:
                kept[entry.key] = validate(entry.value, shape, path: path + [.key(entry.key)], via: via)
            }
        }
        for attribute in attributes where attribute.isRequired && mapping[attribute.name] == nil {
            report("\(subject(path)) needs \"\(attribute.name)\"", at: node, via, "add \(attribute.name):")
        }
        return kept
    }

    private mutating func report(_ message: String, at node: Node, _ via: [SourceRange], _ remedy: String) {
        findings.error(message, at: node.range, remedy: remedy, related: uses(via))
    }

    private func uses(_ via: [SourceRange]) -> [Diagnostic.Related] {
        via.map { Diagnostic.Related("used here", at: Location($0)) }
    }

    private func owner(_ path: TreePath) -> String { path.owner.map { "\($0): " } ?? "" }

    /// Where an unknown key is: `service "web": "healthcheck": `.
    private func prefix(_ path: TreePath) -> String {
        let attribute = path.attributeText
        return owner(path) + (attribute.isEmpty ? "" : "\"\(attribute)\": ")
    }

    private func subject(_ path: TreePath) -> String { path.subject }
}

extension Shape {
    /// The part of the shape that a value of the node's kind can have.
    fileprivate func choosing(_ node: Node) -> Shape? {
        guard case .either(let shapes) = self else { return accepts(kindOf: node) ? self : nil }
        return shapes.first { $0.accepts(kindOf: node) }?.choosing(node)
    }

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

extension Shape.KeyRule {
    fileprivate func allows(_ key: String) -> Bool {
        switch self {
        case .any: !key.isEmpty
        case .name: !key.isEmpty && key.unicodeScalars.allSatisfy { $0.isNameCharacter || $0 == "." }
        }
    }
}

extension Unicode.Scalar {
    /// True for ASCII letters, digits, `_` and `-`.
    var isNameCharacter: Bool {
        ("a"..."z").contains(self) || ("A"..."Z").contains(self) || ("0"..."9").contains(self) || self == "_"
            || self == "-"
    }
}

extension TreePath {
    /// The thing a path belongs to, as `service "web"`; nil at the top of the file.
    var owner: String? {
        let nouns = ["services": "service", "networks": "network", "volumes": "volume"]
        guard count > 1, case .key(let section) = self[0], case .key(let name) = self[1] else { return nil }
        return nouns[section].map { "\($0) \"\(name)\"" }
    }

    /// The attribute as the subject of a message: `service "web": "healthcheck.test"`.
    var subject: String {
        if attributeText.isEmpty { return owner ?? "the file" }
        return (owner.map { "\($0): " } ?? "") + "\"\(attributeText)\""
    }

    /// The path within its owner: `healthcheck.test[0]`.
    var attributeText: String { TreePath(owner == nil ? self[...] : dropFirst(2)).text }
}
