/// A position in a file, counted from one.
public struct Location: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    /// The path as the user gave it.
    public let file: String
    /// The line, from one.
    public let line: Int
    /// The column in characters, from one.
    public let column: Int

    /// Creates a position.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line:column`, which editors and terminals make clickable.
    public var description: String { "\(file):\(line):\(column)" }

    /// Orders by file, then by place in it.
    public static func < (left: Location, right: Location) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}
