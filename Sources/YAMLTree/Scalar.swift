/// A single value: the text as written and what it means.
public struct Scalar: Sendable {
    /// How the text was written.
    public enum Style: Sendable, Hashable {
        case plain
        case singleQuoted
        case doubleQuoted
        case literal
        case folded
    }

    /// The text without quotes, escapes and indentation resolved.
    public let text: String
    /// How it was written.
    public let style: Style
    /// What the text means under its tag.
    public let value: ScalarValue

    /// Creates a scalar whose meaning is already known.
    public init(text: String, style: Style, value: ScalarValue) {
        self.text = text
        self.style = style
        self.value = value
    }
}

/// What a scalar means, by the rules of the reference (YAML 1.2 with the octals of 1.1).
public enum ScalarValue: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    /// An integer above `Int64.max`.
    case unsigned(UInt64)
    case float(Double)
    case string(String)
    /// A date or a date with a time, as written; no attribute of a compose file takes one.
    case timestamp(String)
}

extension ScalarValue: Hashable {
    /// Equal meaning: `1.0` equals `1`, and not-a-number equals itself, so that a tree equals its copy.
    public static func == (left: ScalarValue, right: ScalarValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        case (.int(let one), .int(let other)): one == other
        case (.unsigned(let one), .unsigned(let other)): one == other
        case (.float(let one), .float(let other)): one == other || (one.isNaN && other.isNaN)
        case (.string(let one), .string(let other)): one == other
        case (.float(let float), .int(let int)), (.int(let int), .float(let float)):
            Int64(exactly: float) == int
        case (.timestamp(let one), .timestamp(let other)): one == other
        default: false
        }
    }

    /// Feeds the meaning; values that are equal feed the same.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(value)
        case .unsigned(let value): hasher.combine(value)
        case .float(let value):
            if let int = Int64(exactly: value) {
                hasher.combine(int)
            } else {
                hasher.combine(value.isNaN ? Double.infinity : value)
            }
        case .string(let value), .timestamp(let value): hasher.combine(value)
        }
    }
}
