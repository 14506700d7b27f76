import YAMLTree

extension Mapping.Entry {
    /// The key as a node in its place.
    var keyNode: Node { Node(Node.string(key).content, at: keyRange, via: value.via) }
}

/// A value of the right kind whose text means nothing.
struct Malformed: Error, Sendable {
    /// What is wrong, to be put after the attribute's name.
    let message: String
    /// What to do about it.
    let remedy: String
    /// The part of the value that is wrong; nil is all of it.
    var part: Node?

    /// What is wrong as a predicate of the attribute: `must be 0 or more`.
    init(_ predicate: String, remedy: String = "", at part: Node? = nil) {
        message = " \(predicate)"
        self.remedy = remedy
        self.part = part
    }

    /// What is wrong as a clause of its own: `"5x" is no duration`.
    init(clause: String, remedy: String = "", at part: Node? = nil) {
        message = ": \(clause)"
        self.remedy = remedy
        self.part = part
    }

    /// The same about a part of the value.
    func at(_ part: Node?) -> Malformed {
        var problem = self
        problem.part = part
        return problem
    }
}
