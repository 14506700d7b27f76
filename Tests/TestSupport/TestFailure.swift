/// What went wrong in a test's own machinery, as a sentence.
public struct TestFailure: Error, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// Creates a failure.
    public init(_ description: String) { self.description = description }
}
