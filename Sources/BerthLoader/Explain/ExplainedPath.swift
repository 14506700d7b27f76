import BerthModel
import YAMLTree

/// A node of a project that was found by a path in text form.
struct ExplainedPath {
    /// The node.
    private(set) var node: Node
    /// Its path; that of a service begins with the service.
    private(set) var path: TreePath = []
    /// What the node may be.
    private var shape: Shape?

    /// Follows a path.
    init(_ text: String, in loaded: LoadedProject) throws(Failure) {
        let top = yamlForm(of: loaded.canonical)
        let services = top["services"]?.mapping ?? Mapping()
        node = top
        shape = projectShape
        var rest = text[...]
        if services.longestKey(at: rest) != nil, let all = top["services"] {
            node = all
            shape = projectShape.below(.key("services"))
        } else if top.mapping?.longestKey(at: rest) == nil {
            throw Self.unknown(text, in: top, disabled: loaded.model.disabled.keys.sorted())
        }
        while !rest.isEmpty { try step(&rest) }
    }

    private static func unknown(_ text: String, in top: Node, disabled: [String]) -> Failure {
        let word = String(text.prefix { $0 != "." && $0 != "[" })
        if disabled.contains(word) {
            return Failure(
                .notFound, "service \"\(word)\" is not enabled",
                remedy: "name one of its profiles with --profile")
        }
        let services = top["services"]?.mapping ?? Mapping()
        let names = Array(services.keys) + (top.mapping?.entries.map(\.key) ?? [])
        return Failure(
            .notFound, "no service and no section \"\(word)\"", remedy: remedy(for: word, among: names))
    }

    /// Goes one key or item down and takes it off the text.
    private mutating func step(_ rest: inout Substring) throws(Failure) {
        let owner = path.isEmpty ? "the project" : "\"\(path.text)\""
        if rest.first == "." { rest.removeFirst() }
        switch node.content {
        case .scalar:
            throw Failure(.notFound, "\(owner) is a single value and has no \"\(rest)\"")
        case .sequence(let items):
            let number = rest.drop { $0 == "[" }.prefix { $0.isASCII && $0.isNumber }
            guard let position = Int(number), items.indices.contains(position) else {
                throw Failure(
                    .notFound, "\(owner) has no item \"\(rest)\"",
                    remedy: items.isEmpty ? "" : "its items are 0 to \(items.count - 1)")
            }
            rest = rest[number.endIndex...]
            if rest.first == "]" { rest.removeFirst() }
            go(.item(position), to: items[position])
        case .mapping(let mapping):
            guard let key = mapping.longestKey(at: rest), let value = mapping[key] else {
                throw missing(String(rest), of: owner, among: mapping)
            }
            rest = rest.dropFirst(key.count)
            go(.key(key), to: value)
        }
    }

    private mutating func go(_ step: PathComponent, to child: Node) {
        shape = shape?.choosing(node)?.below(step)
        path.append(step)
        node = child
    }

    private func missing(_ rest: String, of owner: String, among mapping: Mapping) -> Failure {
        let key = String(rest.prefix { $0 != "." && $0 != "[" })
        var known: [String] = []
        if case .object(let attributes) = shape?.choosing(node) { known = attributes.map(\.name) }
        if known.contains(key) { return Failure(.notFound, "\(owner) does not set \"\(key)\"") }
        return Failure(
            .notFound, "\(owner) has no \"\(key)\"", remedy: remedy(for: key, among: known + mapping.keys))
    }
}

extension Mapping {
    /// The longest key that a path begins with, for keys may have dots in them.
    fileprivate func longestKey(at path: Substring) -> String? {
        keys.filter { key in
            guard !key.isEmpty, path.hasPrefix(key) else { return false }
            let next = path.dropFirst(key.count).first
            return next == nil || next == "." || next == "["
        }.max { $0.count < $1.count }
    }
}
