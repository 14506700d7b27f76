/// A colour of the terminal's own palette.
public enum Colour: String, Sendable, Hashable, CaseIterable {
    case red = "31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
    case magenta = "35"
    case cyan = "36"
    case brightGreen = "32;1"
    case brightYellow = "33;1"
    case brightBlue = "34;1"
    case brightMagenta = "35;1"
    case brightCyan = "36;1"
    case faint = "2"
}

/// When escape sequences are written (`--ansi`).
public enum ANSIMode: String, Sendable, Hashable, CaseIterable {
    /// Never.
    case never
    /// Even into a file.
    case always
    /// To a terminal, unless the user forbids colours by `NO_COLOR` (no-color.org).
    case auto
}

/// Whether text is coloured.
public enum Styling: Sendable, Hashable {
    /// Text stays as it is.
    case plain
    /// Colours become escape sequences.
    case coloured

    /// Decides for one output.
    public init(_ mode: ANSIMode, isTerminal: Bool, noColour: String?) {
        switch mode {
        case .never: self = .plain
        case .always: self = .coloured
        case .auto: self = isTerminal && (noColour ?? "").isEmpty ? .coloured : .plain
        }
    }

    /// A text in a colour.
    public func apply(_ colour: Colour?, to text: String) -> String {
        guard self == .coloured, let colour, !text.isEmpty else { return text }
        return "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m"
    }
}
