/// Reads every document of a text; a text without any (empty, only comments) gives an empty list.
///
/// An empty document among others is a null node. A syntax error ends the reading; duplicate keys, keys that
/// are no strings, wrong tags and aliases are all collected. Time and memory are linear in the text's size,
/// and what exceeds a limit is refused at the place where it does.
public func loadYAML(
    _ bytes: [UInt8], file: String, limits: YAMLLimits = YAMLLimits()
) throws(YAMLErrors) -> [Node] {
    guard bytes.count <= limits.bytes else {
        let start = Mark(line: 1, column: 1)
        throw YAMLErrors(errors: [
            YAMLError(
                "the file has \(bytes.count) bytes, more than the \(limits.bytes) that are accepted",
                at: SourceRange(file: file, start: start, end: start))
        ])
    }
    return try unsafe bytes.withUnsafeBufferPointer { buffer throws(YAMLErrors) in
        var reader = unsafe EventReader(buffer, file: file)
        var builder = TreeBuilder(file: file, limits: limits)
        do throws(YAMLError) {
            while let event = try reader.next() { try builder.take(event) }
        } catch {
            builder.report(error)
        }
        return try builder.finish()
    }
}

/// Reads every document of a text that is in memory as a string.
public func loadYAML(
    _ text: String, file: String, limits: YAMLLimits = YAMLLimits()
) throws(YAMLErrors) -> [Node] {
    try loadYAML(Array(text.utf8), file: file, limits: limits)
}
