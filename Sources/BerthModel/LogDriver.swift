/// What takes the output of a container (`logging`).
public struct LogDriver: Sendable, Hashable, Codable {
    /// The name, as written; nil leaves it to the engine.
    public var name: String?
    /// The driver's options.
    public var options: [String: String] = [:]
    /// Where it is written.
    public var location: Location?

    /// Creates the engine's usual driver.
    public init() {}
}
