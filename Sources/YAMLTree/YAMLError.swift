/// One thing wrong in a YAML text.
public struct YAMLError: Error, Sendable, Hashable {
    /// A second place that belongs to an error.
    public struct Note: Sendable, Hashable {
        /// What is there, as a clause: "first defined here".
        public let message: String
        /// The place.
        public let range: SourceRange
    }

    /// One lower-case clause without full stop: what was found, what was expected, the remedy when known.
    public let message: String
    /// The place to point at.
    public let range: SourceRange
    /// Other places that explain it, such as the first of two equal keys.
    public let notes: [Note]

    init(_ message: String, at range: SourceRange, notes: [Note] = []) {
        self.message = message
        self.range = range
        self.notes = notes
    }
}

extension YAMLError: CustomStringConvertible {
    /// `file:line:column: message`.
    public var description: String { "\(range): \(message)" }
}

/// Everything found wrong in one text, in the order of the text; never empty.
public struct YAMLErrors: Error, Sendable, Hashable, CustomStringConvertible {
    /// The errors.
    public let errors: [YAMLError]

    /// One error a line.
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}
