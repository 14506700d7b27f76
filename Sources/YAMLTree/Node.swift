/// A value of a YAML document with the place that wrote it.
///
/// Two nodes are equal when they mean the same: places, steps, styles, tags and the order of keys do not count.
/// A node is one reference: copying it costs the same whatever it holds.
public struct Node: Sendable {
    /// The three kinds of node.
    public enum Content: Sendable, Equatable {
        case scalar(Scalar)
        case sequence([Node])
        case mapping(Mapping)
    }

    /// What a node holds; never changed, so that copies of a node and of trees around it share it.
    fileprivate final class Storage: Sendable {
        let content: Content
        let tag: String?
        let range: SourceRange
        let via: [Step]

        init(_ content: Content, tag: String?, at range: SourceRange, via: [Step]) {
            self.content = content
            self.tag = tag
            self.range = range
            self.via = via
        }
    }

    fileprivate var storage: Storage

    /// True when this is a copy of the other node; nodes made apart are not, however equal.
    func isCopy(of other: Node) -> Bool { storage === other.storage }

    /// Creates a node.
    public init(_ content: Content, tag: String? = nil, at range: SourceRange, via: [Step] = []) {
        storage = Storage(content, tag: tag, at: range, via: via)
    }

    /// The value.
    public var content: Content {
        get { storage.content }
        set { self = Node(newValue, tag: tag, at: range, via: via) }
    }

    /// The explicit tag in its short form (`!reset`, `!!str`), nil when none was written.
    public var tag: String? {
        get { storage.tag }
        set { self = Node(content, tag: newValue, at: range, via: via) }
    }

    /// Where the value itself is written; for an alias, the place of the anchored value.
    public var range: SourceRange {
        get { storage.range }
        set { self = Node(content, tag: tag, at: newValue, via: via) }
    }

    /// What happened to the value since it was written, the first step first.
    ///
    /// What is inside a value that was brought carries the step too, so that each value knows its whole way.
    public var via: [Step] {
        get { storage.via }
        set { self = Node(content, tag: tag, at: range, via: newValue) }
    }
}

extension Node {
    /// The scalar, nil for a collection.
    public var scalar: Scalar? {
        if case .scalar(let scalar) = storage.content { scalar } else { nil }
    }

    /// The items, nil unless this is a sequence.
    public var sequence: [Node]? {
        if case .sequence(let items) = storage.content { items } else { nil }
    }

    /// The mapping, nil unless this is one.
    public var mapping: Mapping? {
        if case .mapping(let mapping) = storage.content { mapping } else { nil }
    }

    /// True for a sequence.
    public var isSequence: Bool {
        if case .sequence = storage.content { true } else { false }
    }

    /// True for a mapping.
    public var isMapping: Bool {
        if case .mapping = storage.content { true } else { false }
    }

    /// The meaning of a scalar, nil for a collection.
    public var value: ScalarValue? {
        if case .scalar(let scalar) = storage.content { scalar.value } else { nil }
    }

    /// The string, nil unless this is a scalar that means a string.
    public var string: String? {
        if case .scalar(let scalar) = storage.content, case .string(let text) = scalar.value {
            text
        } else {
            nil
        }
    }

    /// True for a null scalar.
    public var isNull: Bool {
        if case .scalar(let scalar) = storage.content, case .null = scalar.value { true } else { false }
    }

    /// The value of a key, nil when this is no mapping or lacks the key.
    public subscript(key: String) -> Node? {
        if case .mapping(let mapping) = storage.content { mapping[key] } else { nil }
    }
}

extension Node {
    /// A string that no file wrote, or that stands for what is at the range.
    public static func string(_ text: String, at range: SourceRange = .nowhere) -> Node {
        Node(.scalar(Scalar(text: text, style: .doubleQuoted, value: .string(text))), at: range)
    }

    /// An integer.
    public static func int(_ value: Int64, at range: SourceRange = .nowhere) -> Node {
        Node(.scalar(Scalar(text: String(value), style: .plain, value: .int(value))), at: range)
    }

    /// A floating-point number.
    public static func float(_ value: Double, at range: SourceRange = .nowhere) -> Node {
        Node(.scalar(Scalar(text: yamlText(of: value), style: .plain, value: .float(value))), at: range)
    }

    /// A boolean.
    public static func bool(_ value: Bool, at range: SourceRange = .nowhere) -> Node {
        Node(.scalar(Scalar(text: String(value), style: .plain, value: .bool(value))), at: range)
    }

    /// A null.
    public static func null(at range: SourceRange = .nowhere) -> Node {
        Node(.scalar(Scalar(text: "null", style: .plain, value: .null)), at: range)
    }

    /// A sequence.
    public static func sequence(_ items: [Node], at range: SourceRange = .nowhere) -> Node {
        Node(.sequence(items), at: range)
    }

    /// A mapping.
    public static func mapping(_ mapping: Mapping, at range: SourceRange = .nowhere) -> Node {
        Node(.mapping(mapping), at: range)
    }

    /// A mapping of the pairs in their order; a key given twice keeps its first position and last value.
    public static func mapping(
        _ pairs: KeyValuePairs<String, Node>, at range: SourceRange = .nowhere
    ) -> Node {
        var mapping = Mapping()
        for (key, value) in pairs { mapping[key] = value }
        return Node(.mapping(mapping), at: range)
    }
}

extension Node: Equatable {
    /// Equal meaning.
    public static func == (left: Node, right: Node) -> Bool { left.content == right.content }
}

extension Scalar: Equatable {
    /// Equal meaning, however it is written.
    public static func == (left: Scalar, right: Scalar) -> Bool { left.value == right.value }
}
