/// Reads every document of a text; a text without any (empty, only comments) gives an empty list.
///
/// An empty document among others is a null node. A syntax error ends the reading; duplicate keys, keys that
/// are no strings, wrong tags and aliases are all collected. Time and memory are linear in the text's size,
/// and what exceeds a limit is refused at the place where it does. UTF-8, and UTF-16 with a byte order mark.
public func loadYAML(
    _ bytes: [UInt8], file: String, limits: YAMLLimits = YAMLLimits()
) throws(YAMLErrors) -> [Node] {
    var builder = TreeBuilder(file: file, limits: limits)
    do throws(YAMLError) {
        try checkSize(of: bytes, file: file, limits: limits)
        let text = try utf8(bytes, file: file)
        try checkDirectives(of: text, file: file, limits: limits)
        try unsafe text.withUnsafeBufferPointer { buffer throws(YAMLError) in
            var reader = unsafe EventReader(buffer, file: file)
            while let event = try reader.next() { try builder.take(event) }
        }
    } catch {
        builder.report(error)
    }
    return try builder.finish()
}

/// Reads every document of a text that is in memory as a string.
public func loadYAML(
    _ text: String, file: String, limits: YAMLLimits = YAMLLimits()
) throws(YAMLErrors) -> [Node] {
    try loadYAML(Array(text.utf8), file: file, limits: limits)
}

private func checkSize(of bytes: [UInt8], file: String, limits: YAMLLimits) throws(YAMLError) {
    if bytes.count > limits.bytes {
        throw YAMLError(
            "the file has \(bytes.count) bytes, more than the \(limits.bytes) that are accepted",
            at: beginning(of: file))
    }
}

/// Refuses a text with very many %TAG directives, on which libyaml spends quadratic time.
private func checkDirectives(of text: [UInt8], file: String, limits: YAMLLimits) throws(YAMLError) {
    var count = 0
    var rest = text[...]
    while let sign = rest.firstIndex(of: UInt8(ascii: "%")) {
        rest = rest[(sign + 1)...]
        if rest.starts(with: "TAG".utf8) { count += 1 }
        if count > limits.directives {
            let place = mark(after: Array(text[..<sign]))
            throw YAMLError(
                "more than \(limits.directives) %TAG directives",
                at: SourceRange(file: file, start: place, end: place))
        }
    }
}

/// The text in UTF-8; a byte order mark tells that it is UTF-16.
private func utf8(_ bytes: [UInt8], file: String) throws(YAMLError) -> [UInt8] {
    let isLittleEndian = bytes.starts(with: [0xFF, 0xFE])
    guard isLittleEndian || bytes.starts(with: [0xFE, 0xFF]) else { return bytes }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { at in
        let pair = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
        return isLittleEndian ? pair.1 << 8 | pair.0 : pair.0 << 8 | pair.1
    }
    guard bytes.count.isMultiple(of: 2), let text = String(validating: units, as: UTF16.self) else {
        throw YAMLError("the file is not valid UTF-16: save it as UTF-8", at: beginning(of: file))
    }
    return Array(text.utf8)
}

private func beginning(of file: String) -> SourceRange {
    let start = Mark(line: 1, column: 1)
    return SourceRange(file: file, start: start, end: start)
}
