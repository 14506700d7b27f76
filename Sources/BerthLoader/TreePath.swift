import YAMLTree

/// The way from the top of a tree to a node.
typealias TreePath = [PathComponent]

extension TreePath {
    /// The path as `services.web.ports[0]`, for messages.
    var text: String {
        var text = ""
        for component in self {
            switch component {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .item(let position): text += "[\(position)]"
            }
        }
        return text
    }
}

extension TreePath {
    /// The thing a path belongs to, as `service "web"`; nil at the top of the file.
    var owner: String? {
        let nouns = [
            "services": "service", "networks": "network", "volumes": "volume", "secrets": "secret",
            "configs": "config", "models": "model",
        ]
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

/// One step of a pattern: a fixed key, any key, or any item.
public enum PatternComponent: Sendable, Hashable, ExpressibleByStringLiteral {
    /// Exactly this key.
    case key(String)
    /// Whatever key.
    case anyKey
    /// Whatever item of a sequence.
    case anyItem

    /// A key; `*` means any key and `[]` any item.
    public init(stringLiteral text: String) {
        self =
            switch text {
            case "*": .anyKey
            case "[]": .anyItem
            default: .key(text)
            }
    }
}

/// Rules by path pattern; a fixed key wins over `*`.
///
/// Rules are found by walking the table and the tree together, so that the number of rules does not count.
public struct PathTable<Rule: Sendable>: Sendable {
    /// The rule for exactly this place.
    private(set) var rule: Rule?
    private var keys: [String: PathTable] = [:]
    private var below: [PatternComponent: PathTable] = [:]

    /// Creates a table; a pattern given twice keeps the last rule.
    public init(_ entries: [([PatternComponent], Rule)] = []) {
        for (pattern, rule) in entries { insert(rule, at: pattern[...]) }
    }

    /// The part of the table below a key.
    func below(key: String) -> PathTable? { keys[key] ?? below[.anyKey] }

    /// The part of the table below the items of a sequence.
    var belowItems: PathTable? { below[.anyItem] }

    /// The part of the table one step down.
    func below(_ step: PathComponent) -> PathTable? {
        switch step {
        case .key(let key): below(key: key)
        case .item: belowItems
        }
    }

    private mutating func insert(_ rule: Rule, at pattern: ArraySlice<PatternComponent>) {
        guard let first = pattern.first else { return self.rule = rule }
        switch first {
        case .key(let key): keys[key, default: PathTable()].insert(rule, at: pattern.dropFirst())
        case .anyKey, .anyItem: below[first, default: PathTable()].insert(rule, at: pattern.dropFirst())
        }
    }
}
