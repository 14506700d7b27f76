/// The prefixes of the lines of several sources: the name, padded to the longest, and a bar, each coloured.
public struct LogPrefixes: Sendable {
    private static let colours: [Colour] = [
        .cyan, .yellow, .green, .magenta, .blue, .brightCyan, .brightYellow, .brightGreen, .brightMagenta,
        .brightBlue,
    ]

    private let styling: Styling
    private var order: [String: Int] = [:]
    private var width = 0

    /// Creates the prefixes of no source yet.
    public init(styling: Styling) { self.styling = styling }

    /// Makes room for a source; the first named has the first colour.
    public mutating func add(_ name: String) {
        guard order[name] == nil else { return }
        order[name] = order.count
        width = max(width, displayWidth(name) + 1)
    }

    /// The prefix of a source's lines.
    public mutating func prefix(of name: String) -> String {
        let colour = colour(of: name)
        return styling.apply(colour, to: "\(padded(name, to: width)) | ")
    }

    /// The colour of a source.
    public mutating func colour(of name: String) -> Colour {
        add(name)
        return Self.colours[(order[name] ?? 0) % Self.colours.count]
    }
}
