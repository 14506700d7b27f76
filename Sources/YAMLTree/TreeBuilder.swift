/// Makes trees of the steps of a text, without recursion, and collects what is wrong.
struct TreeBuilder {
    /// A value with what an alias to it would cost.
    struct Built {
        /// The value.
        var node: Node
        /// Nodes in it, aliases expanded.
        var weight = 1
        /// Collections inside each other in it, aliases expanded.
        var height = 0

        /// Where the text has it: for the value of an alias, the alias.
        var range: SourceRange {
            switch node.via.last {
            case .alias(let range), .mergeKey(let range): range
            default: node.range
            }
        }
    }

    /// An anchored value, or nil while that value is still open.
    struct Anchor {
        let value: Built?
        let range: SourceRange
    }

    let file: String
    let limits: YAMLLimits
    var open: [OpenCollection] = []
    var anchors: [String: Anchor] = [:]
    var written = 0
    var aliased = 0
    private var documents: [Node] = []
    private var errors: [YAMLError] = []

    init(file: String, limits: YAMLLimits) {
        self.file = file
        self.limits = limits
    }

    /// Takes the next step; throws what makes going on pointless.
    mutating func take(_ event: Event) throws(YAMLError) {
        switch event.kind {
        case .documentStart: anchors.removeAll()
        case .documentEnd: break
        case .alias(let name): try place(alias(name, event), at: event)
        case .scalar(let text, let style, let properties):
            try place(scalar(text, style, properties, event), at: event)
        case .sequenceStart(let properties): try begin(.sequence, properties, event)
        case .mappingStart(let properties): try begin(.mapping, properties, event)
        case .sequenceEnd, .mappingEnd: try end(event)
        }
    }

    /// Keeps an error for the end.
    mutating func report(_ error: YAMLError) { errors.append(error) }

    /// Keeps an error for the end, and gives up when there are too many.
    mutating func collect(_ error: YAMLError) throws(YAMLError) {
        guard errors.count + 1 < limits.errors else { throw error }
        errors.append(error)
    }

    /// The documents, or all that was wrong.
    consuming func finish() throws(YAMLErrors) -> [Node] {
        guard errors.isEmpty else { throw YAMLErrors(errors: errors) }
        return aliased == 0 ? documents : documents.map { $0.handingDownSteps() }
    }

    /// The place of a step.
    func range(_ event: Event) -> SourceRange {
        SourceRange(file: file, start: event.start, end: event.end)
    }

    // MARK: - Values

    private mutating func scalar(
        _ text: String, _ style: Scalar.Style, _ properties: Event.Properties, _ event: Event
    ) throws(YAMLError) -> Built {
        try countWritten(event)
        try checkTag(properties, at: range(event))
        let value: ScalarValue
        do {
            value = try ScalarValue(resolving: text, style: style, tag: properties.tag)
        } catch {
            try collect(YAMLError(error.message, at: range(event)))
            value = .string(text)
        }
        let content = Scalar(text: text, style: style, value: value)
        let weight = 1 + text.utf8.count / limits.bytesPerNode
        let built = Built(
            node: Node(.scalar(content), tag: properties.tag, at: range(event)), weight: weight)
        if let anchor = properties.anchor { anchors[anchor] = Anchor(value: built, range: range(event)) }
        return built
    }

    private mutating func begin(
        _ kind: OpenCollection.Kind, _ properties: Event.Properties, _ event: Event
    ) throws(YAMLError) {
        try countWritten(event)
        try checkTag(properties, at: range(event))
        try checkDepth(adding: 1, at: range(event))
        if let anchor = properties.anchor { anchors[anchor] = Anchor(value: nil, range: range(event)) }
        open.append(OpenCollection(kind, properties, at: event))
    }

    private mutating func end(_ event: Event) throws(YAMLError) {
        guard let ended = open.popLast() else { return }
        // The end of a block collection is found at the next token; its last child says where it ended.
        if event.end > event.start { ended.end = event.end }
        ended.applyMerge()
        let range = SourceRange(file: file, start: ended.start, end: ended.end)
        let content: Node.Content =
            switch ended.kind {
            case .sequence: .sequence(ended.items)
            case .mapping: .mapping(ended.fields)
            }
        let node = Node(content, tag: ended.properties.tag, at: range)
        let built = Built(node: node, weight: ended.weight, height: ended.height + 1)
        if let anchor = ended.properties.anchor { anchors[anchor] = Anchor(value: built, range: range) }
        try place(built, at: event)
    }

    /// Puts a finished value where it belongs: a document, an item, a key or the value of one.
    private mutating func place(_ built: Built, at event: Event) throws(YAMLError) {
        guard let parent = open.last else { return documents.append(built.node) }
        parent.weight += built.weight
        parent.height = max(parent.height, built.height)
        parent.end = max(parent.end, event.end > event.start ? event.end : built.node.range.end)
        switch parent.kind {
        case .sequence: parent.items.append(built.node)
        case .mapping: try placeInMapping(built.node, at: built.range, parent)
        }
    }

    // MARK: - Limits

    private mutating func countWritten(_ event: Event) throws(YAMLError) {
        written += 1
        if written > limits.nodes {
            throw YAMLError("more than \(limits.nodes) values in one file", at: range(event))
        }
    }

    /// Refuses a long tag: a directive can make a long one of a short text, as often as it is used.
    private func checkTag(_ properties: Event.Properties, at range: SourceRange) throws(YAMLError) {
        if let tag = properties.tag, tag.utf8.count > limits.keyBytes {
            throw YAMLError("a tag of more than \(limits.keyBytes) bytes", at: range)
        }
    }

    /// Refuses a value that would make the tree deeper than allowed.
    func checkDepth(adding height: Int, at range: SourceRange) throws(YAMLError) {
        if open.count + height > limits.depth {
            throw YAMLError("nested more than \(limits.depth) levels deep", at: range)
        }
    }
}
