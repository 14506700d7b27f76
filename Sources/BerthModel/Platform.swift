/// The kind of machine that an image runs on: `linux/arm64/v8`.
public struct Platform: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The operating system.
    public var system: String
    /// The architecture; nil is the host's.
    public var architecture: String?
    /// The variant of the architecture.
    public var variant: String?

    /// Reads `os[/arch[/variant]]`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (1...3).contains(parts.count), !parts.contains("") else { return nil }
        system = parts[0]
        architecture = parts.count > 1 ? parts[1] : nil
        variant = parts.count > 2 ? parts[2] : nil
    }

    /// The text it was read from.
    public var description: String {
        [system, architecture, variant].compactMap(\.self).joined(separator: "/")
    }
}
