/// One thing that happened to a value between the text that wrote it and its place in a tree.
///
/// Reading adds the first two; the others are for programs that build trees of trees.
public enum Step: Sendable {
    /// An alias stands here for the value.
    case alias(SourceRange)
    /// A merge key here brought the value from another mapping.
    case mergeKey(SourceRange)
    /// The value of a key, here, brought it from another mapping or file.
    case brought(by: String, SourceRange)
    /// Its text holds a variable.
    case variable(String, VariableSource)
    /// It took the place of another value.
    indirect case replaced(Node)
    /// No text says it; its range is that of the text it follows from.
    case implied
}

/// Where the value of a variable is from.
public enum VariableSource: Sendable, Hashable {
    /// The environment of the process.
    case environment
    /// A piece of a file that sets variables.
    case file(SourceRange)
    /// The program sets it.
    case program
    /// The text that holds the variable says what stands for its value.
    case operand
    /// It has none: the empty text stands for it.
    case nothing
}

extension Step {
    /// The steps of most implied values, kept once.
    fileprivate static let onlyImplied: [Step] = [.implied]
}

extension Node {
    /// What another value means, in the place and with the steps of this one.
    public func becoming(_ other: Node) -> Node { Node(other.content, tag: tag, at: range, via: via) }

    /// A value that follows from this one although no text says it.
    public func implying(_ other: Node) -> Node {
        Node(other.content, at: range, via: via.isEmpty ? Step.onlyImplied : [.implied] + via)
    }

    /// The value with a further step for it and for all that is inside it.
    public func adding(_ step: Step) -> Node {
        var addition = StepAddition(step)
        var node = self
        addition.apply(to: &node)
        return node
    }
}

extension Node {
    /// The tree in which what is inside a value that was brought has its steps too.
    func handingDownSteps() -> Node {
        var node = self
        node.inherit([])
        return node
    }

    private mutating func inherit(_ steps: [Step]) {
        let own = via
        if !steps.isEmpty { via = own.isEmpty ? steps : own + steps }
        let bringing = own.filter(\.isBringing)
        let below = bringing.isEmpty ? steps : bringing + steps
        updateChildren { _, child in child.inherit(below) }
    }
}

extension Step {
    /// True when the step brought also what is inside the value.
    fileprivate var isBringing: Bool {
        switch self {
        case .alias, .mergeKey, .brought: true
        case .variable, .replaced, .implied: false
        }
    }
}

/// Adds a step to many values; lists of steps that were one in memory stay one.
private struct StepAddition {
    private let step: Step
    private let only: [Step]
    private var last: (old: [Step], new: [Step]) = ([], [])

    init(_ step: Step) {
        self.step = step
        only = [step]
    }

    mutating func apply(to node: inout Node) {
        node.updateChildren { _, child in apply(to: &child) }
        node.via = added(to: node.via)
    }

    private mutating func added(to steps: [Step]) -> [Step] {
        if steps.isEmpty { return only }
        if !isSame(steps, last.old) { last = (steps, steps + [step]) }
        return last.new
    }

    /// True for lists that share their memory.
    private func isSame(_ one: [Step], _ other: [Step]) -> Bool {
        let start = unsafe one.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        return unsafe other.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) } == start
    }
}
