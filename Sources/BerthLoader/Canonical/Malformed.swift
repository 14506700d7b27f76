/// A value of the right kind whose text means nothing.
struct Malformed: Error, Sendable {
    /// What is wrong, as a clause after the attribute's name.
    let message: String
    /// What to do about it.
    let remedy: String

    /// Creates the reason.
    init(_ message: String, remedy: String = "") {
        self.message = message
        self.remedy = remedy
    }
}
