import YAMLTree

extension Explanation {
    /// `value` and `origins`: for each path its place and its `steps`, the first step first.
    ///
    /// What has `default` was not written; its place, if any, is that of the text which it follows from.
    var tree: Node {
        let origins = rows.map { row in
            Node.mapping(Mapping([Field("path", .string(row.path))] + row.node.origin))
        }
        return .mapping(["value": value, "origins": .sequence(origins)])
    }
}

private typealias Field = Mapping.Entry

extension Mapping.Entry {
    /// A field of a machine form.
    fileprivate init(_ key: String, _ value: Node) {
        self.init(key: key, keyRange: .nowhere, value: value)
    }
}

extension SourceRange {
    /// The start; nothing for what no file wrote.
    fileprivate var fields: [Mapping.Entry] {
        if self == .nowhere { return [] }
        return [
            Field("file", .string(file)), Field("line", .int(Int64(start.line))),
            Field("column", .int(Int64(start.column))),
        ]
    }
}

extension Node {
    /// The place and the steps.
    fileprivate var origin: [Mapping.Entry] {
        let steps = via.compactMap { step -> Node? in
            let fields = step.fields
            return fields.isEmpty ? nil : .mapping(Mapping(fields))
        }
        let kind = isImplied ? [Field("default", .bool(true))] : []
        return kind + range.fields + [Field("steps", .sequence(steps))]
    }
}

extension Step {
    /// The kind of the step and its place; nothing for `implied`, which the value itself says.
    fileprivate var fields: [Mapping.Entry] {
        switch self {
        case .alias(let range): [Field("kind", .string("alias"))] + range.fields
        case .mergeKey(let range): [Field("kind", .string("merge"))] + range.fields
        case .brought(let key, let range): [Field("kind", .string(key))] + range.fields
        case .variable(let name, let source):
            [Field("kind", .string("variable")), Field("name", .string(name))] + source.fields
        case .replaced(let old):
            [Field("kind", .string("override")), Field("value", old)] + old.origin
        case .implied: []
        }
    }
}

extension VariableSource {
    /// The source with its place.
    var fields: [Mapping.Entry] {
        switch self {
        case .environment: [Field("source", .string("environment"))]
        case .file(let range): [Field("source", .string("file"))] + range.fields
        case .program: [Field("source", .string("project"))]
        case .operand: [Field("source", .string("text"))]
        case .nothing: [Field("source", .string("none"))]
        }
    }
}
