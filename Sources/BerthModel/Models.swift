/// A language model of a project (Compose Specification, "models").
public struct LanguageModel: Sendable, Hashable, Codable {
    /// The key in the file.
    public var key: String
    /// A name of its own.
    public var name: String?
    /// The reference of what is run.
    public var model: String
    /// The most tokens of a context.
    public var contextSize: Int?
    /// Options for the program that runs it.
    public var runtimeFlags: [String] = []
    /// Where it is defined.
    public var location: Location?

    /// Creates a model.
    public init(key: String, model: String) {
        self.key = key
        self.model = model
    }
}

/// A model that a service uses, and the variables that tell the service about it.
public struct ModelReference: Sendable, Hashable, Codable {
    /// The key of the model.
    public var model: String
    /// The variable with its address; nil is `<MODEL>_URL`.
    public var addressVariable: String?
    /// The variable with its name; nil is `<MODEL>`.
    public var nameVariable: String?
    /// Where it is written.
    public var location: Location?

    /// Creates a reference.
    public init(model: String) { self.model = model }
}
