import CYAML

/// The steps through a text, read by libyaml; the only place that knows its C types.
@safe struct EventReader: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeBufferPointer<UInt8>
    private let file: String
    private var isAtEnd = false

    /// Starts reading; the buffer must outlive the reader.
    init(_ input: UnsafeBufferPointer<UInt8>, file: String) {
        unsafe parser = .allocate(capacity: 1)
        unsafe self.input = input
        self.file = file
        // Initialising fails only without memory, and the first parse then reports it.
        _ = unsafe yaml_parser_initialize(parser)
        unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
    }

    /// The next step, nil at the end of the text.
    mutating func next() throws(YAMLError) -> Event? {
        while !isAtEnd {
            var raw = unsafe yaml_event_t()
            guard unsafe yaml_parser_parse(parser, &raw) == 1 else { throw syntaxError() }
            defer { unsafe yaml_event_delete(&raw) }
            isAtEnd = unsafe raw.type == YAML_STREAM_END_EVENT || raw.type == YAML_NO_EVENT
            if let event = unsafe Event(raw) { return event }
        }
        return nil
    }

    private func endOfWriting() -> Mark {
        let breaks = unsafe input.reversed().prefix { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            .count
        return mark(after: unsafe Array(input.dropLast(breaks)))
    }

    private func syntaxError() -> YAMLError {
        let report = unsafe SyntaxReport(parser.pointee)
        let place =
            switch report.place {
            // The end of the text counts as a line of its own; point at what is written last instead.
            case .mark(let found): min(found, endOfWriting())
            case .byte(let offset): mark(after: unsafe Array(input.prefix(offset)))
            }
        let notes = report.context.map { context in
            let range = SourceRange(file: file, start: context.mark, end: context.mark)
            return YAMLError.Note(message: context.message, range: range)
        }
        return YAMLError(
            report.message, at: SourceRange(file: file, start: place, end: place),
            notes: notes.map { [$0] } ?? [])
    }
}

extension Event {
    /// The step of a raw event, nil for the ends of the stream.
    fileprivate init?(_ raw: yaml_event_t) {
        guard let kind = unsafe Kind(raw) else { return nil }
        self.kind = kind
        start = unsafe Mark(raw.start_mark)
        end = unsafe Mark(raw.end_mark)
    }
}

extension Event.Kind {
    fileprivate init?(_ raw: yaml_event_t) {
        switch unsafe raw.type {
        case YAML_DOCUMENT_START_EVENT: self = .documentStart
        case YAML_DOCUMENT_END_EVENT: self = .documentEnd
        case YAML_ALIAS_EVENT: self = unsafe .alias(string(raw.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT: self = unsafe Self(raw.data.scalar)
        case YAML_SEQUENCE_START_EVENT:
            let data = unsafe raw.data.sequence_start
            self = unsafe .sequenceStart(Event.Properties(anchor: data.anchor, tag: data.tag))
        case YAML_SEQUENCE_END_EVENT: self = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            let data = unsafe raw.data.mapping_start
            self = unsafe .mappingStart(Event.Properties(anchor: data.anchor, tag: data.tag))
        case YAML_MAPPING_END_EVENT: self = .mappingEnd
        default: return nil
        }
    }

    private init(_ scalar: yaml_event_t.__Unnamed_union_data.__Unnamed_struct_scalar) {
        // libyaml hands out valid UTF-8 only, so decoding repairs nothing.
        let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        self = unsafe .scalar(
            text: String(decoding: bytes, as: UTF8.self), style: Scalar.Style(scalar.style),
            Event.Properties(anchor: scalar.anchor, tag: scalar.tag))
    }
}

extension Event.Properties {
    fileprivate init(anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?) {
        self.anchor = unsafe string(anchor)
        self.tag = unsafe string(tag).map(shortTag)
    }
}

extension Scalar.Style {
    fileprivate init(_ raw: yaml_scalar_style_t) {
        self =
            switch raw {
            case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
            case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
            case YAML_LITERAL_SCALAR_STYLE: .literal
            case YAML_FOLDED_SCALAR_STYLE: .folded
            default: .plain
            }
    }
}

extension Mark {
    /// The position that libyaml counts from zero.
    init(_ raw: yaml_mark_t) {
        self.init(line: Int(clamping: raw.line) + 1, column: Int(clamping: raw.column) + 1)
    }
}

private func string(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe pointer.map { unsafe String(decodingCString: $0, as: UTF8.self) }
}

/// The tag as people write it: `!!str` for the long name that libyaml expands it to.
private func shortTag(_ tag: String) -> String {
    let prefix = "tag:yaml.org,2002:"
    return tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
}
