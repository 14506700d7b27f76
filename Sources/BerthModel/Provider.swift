/// A program outside that provides a service in place of containers (`provider`).
public struct Provider: Sendable, Hashable, Codable {
    /// The program's name.
    public var type: String
    /// Its options, each with its values.
    public var options: [String: [String]] = [:]
    /// Where it is written.
    public var location: Location?

    /// Creates a provider.
    public init(type: String) { self.type = type }
}
