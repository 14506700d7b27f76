extension TreeBuilder {
    /// Takes a finished node as the next key, or as the value of the key before.
    mutating func placeInMapping(
        _ node: Node, at place: SourceRange, _ mapping: OpenCollection
    ) throws(YAMLError) {
        switch mapping.key.take() {
        case nil: mapping.key = try key(node, at: place, in: mapping)
        case .refused: break
        case .named(let name, let range):
            mapping.fields.append(Mapping.Entry(key: name, keyRange: range, value: node))
        case .merge(let range):
            mapping.merge = OpenCollection.Merge(range: range, sources: try mergeSources(node, at: place))
        }
    }

    private mutating func key(
        _ node: Node, at place: SourceRange, in mapping: OpenCollection
    ) throws(YAMLError) -> OpenCollection.Key {
        guard let scalar = node.scalar else {
            let kind = node.sequence == nil ? "mapping" : "list"
            try collect(YAMLError("a \(kind) cannot be a key: keys are strings", at: place))
            return .refused
        }
        if isMergeKey(scalar, tag: node.tag) {
            guard let first = mapping.merge?.range else { return .merge(place) }
            return try refuse(
                "merge key \"<<\" stands twice: write one with a list, \"<<: [*a, *b]\"", at: place,
                first: first)
        }
        guard case .string(let name) = scalar.value else {
            let kind = scalar.value.kind
            let written = scalar.text.isEmpty ? "key" : "key \(scalar.text)"
            try collect(YAMLError("\(written) is \(kind), not a string: quote it", at: place))
            return .refused
        }
        guard name.utf8.count <= limits.keyBytes else {
            throw YAMLError("a key of more than \(limits.keyBytes) bytes", at: place)
        }
        if let first = mapping.fields.entry(name) {
            return try refuse(
                "key \"\(name)\" is already defined: keep one of them", at: place, first: first.keyRange)
        }
        return .named(name, place)
    }

    private mutating func refuse(
        _ message: String, at place: SourceRange, first: SourceRange
    ) throws(YAMLError) -> OpenCollection.Key {
        let note = YAMLError.Note(message: "first defined here", range: first)
        try collect(YAMLError(message, at: place, notes: [note]))
        return .refused
    }

    private func isMergeKey(_ scalar: Scalar, tag: String?) -> Bool {
        guard scalar.text == "<<" else { return false }
        if tag == "!!merge" { return true }
        return scalar.style == .plain && (tag == nil || tag == "!")
    }

    private mutating func mergeSources(_ node: Node, at place: SourceRange) throws(YAMLError) -> [Node] {
        if node.mapping != nil { return [node] }
        if let items = node.sequence, items.allSatisfy({ $0.mapping != nil }) { return items }
        try collect(YAMLError("merge key \"<<\" takes a mapping or a list of mappings", at: place))
        return []
    }
}

extension ScalarValue {
    /// The kind with its article, for messages.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .int, .unsigned, .float: "a number"
        case .string: "a string"
        case .timestamp: "a date"
        }
    }
}
