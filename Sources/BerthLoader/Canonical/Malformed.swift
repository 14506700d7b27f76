import YAMLTree

/// A value of the right kind whose text means nothing.
struct Malformed: Error, Sendable {
    /// What is wrong, to be put after the attribute's name.
    let message: String
    /// What to do about it.
    let remedy: String
    /// Where it is, when that is a part of the value.
    private(set) var range: SourceRange?

    /// What is wrong as a predicate of the attribute: `must be 0 or more`.
    init(_ predicate: String, remedy: String = "") {
        message = " \(predicate)"
        self.remedy = remedy
    }

    /// What is wrong as a clause of its own: `"5x" is no duration`.
    init(clause: String, remedy: String = "") {
        message = ": \(clause)"
        self.remedy = remedy
    }

    /// The same about a part of the value.
    func at(_ part: SourceRange) -> Malformed {
        var problem = self
        problem.range = part
        return problem
    }
}
