/// A position in a text: line and column from one, columns counted in Unicode characters.
public struct Mark: Sendable, Hashable, Comparable {
    private let storedLine: UInt32
    private let storedColumn: UInt32

    /// Creates a position; numbers beyond 32 bits are held at the largest that fits.
    public init(line: Int, column: Int) {
        storedLine = UInt32(clamping: line)
        storedColumn = UInt32(clamping: column)
    }

    /// The line, from one.
    public var line: Int { Int(storedLine) }
    /// The column, from one.
    public var column: Int { Int(storedColumn) }

    /// Earlier in the text is smaller.
    public static func < (left: Mark, right: Mark) -> Bool {
        (left.storedLine, left.storedColumn) < (right.storedLine, right.storedColumn)
    }
}

/// A piece of a file, from its first character to the place after its last one.
public struct SourceRange: Sendable, Hashable {
    /// The file's name as it was given to the loader.
    public let file: String
    /// Where the piece begins.
    public let start: Mark
    /// The place after its last character.
    public let end: Mark

    /// Creates a range.
    public init(file: String, start: Mark, end: Mark) {
        self.file = file
        self.start = start
        self.end = end
    }

    /// The place of nodes that no file wrote.
    public static let nowhere = SourceRange(
        file: "", start: Mark(line: 0, column: 0), end: Mark(line: 0, column: 0))
}

extension SourceRange: CustomStringConvertible {
    /// `file:line:column` of the start, which editors and terminals make clickable.
    public var description: String { "\(file):\(start.line):\(start.column)" }
}
