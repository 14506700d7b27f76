import ArgumentParser

/// How a list is printed.
enum ListFormat: String, Sendable, CaseIterable, ExpressibleByArgument {
    /// Aligned columns with a header.
    case table
    /// JSON.
    case json
}
