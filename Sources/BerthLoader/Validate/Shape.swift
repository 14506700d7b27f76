import YAMLTree

/// What a value of the format may be; the tables of shapes are the format's grammar.
///
/// The attributes of an object are also the order in which `config` prints them.
indirect enum Shape: Sendable {
    /// Anything.
    case anything
    /// A scalar of one of these kinds.
    case scalar([ScalarKind])
    /// One of these texts.
    case choice([String])
    /// A list; the items of a unique one differ.
    case list(Shape, isUnique: Bool)
    /// A mapping with known keys and `x-` keys.
    case object(Attributes)
    /// A mapping with free keys.
    case mapping(Shape, keys: KeyRule)
    /// The first of these that a value of its kind can be.
    case either([Shape])

    /// The kinds of scalars.
    enum ScalarKind: Sendable, Hashable {
        case null, bool, int, float, string
    }

    /// The keys that a mapping may have.
    enum KeyRule: Sendable {
        /// Letters, digits, `.`, `_` and `-`.
        case name
        /// Any.
        case any
    }
}

/// A known key of an object.
struct Attribute: Sendable {
    /// The key.
    let name: String
    /// What its value may be.
    let shape: Shape
    /// True when an object without it is wrong.
    var isRequired = false
    /// True when zero, false or an empty list says something else than no value, and is printed.
    var keepsZero = false
    /// True when an object without any key says no more than no value, and is not printed.
    var dropsEmptyObject = false

    /// Creates an optional attribute.
    init(_ name: String, _ shape: Shape) {
        self.name = name
        self.shape = shape
    }

    /// Creates an optional attribute whose zero says something.
    static func keepingZero(_ name: String, _ shape: Shape) -> Attribute {
        var attribute = Attribute(name, shape)
        attribute.keepsZero = true
        return attribute
    }

    /// Creates an optional attribute whose object says nothing without a key.
    static func droppingEmpty(_ name: String, _ shape: Shape) -> Attribute {
        var attribute = Attribute(name, shape)
        attribute.dropsEmptyObject = true
        return attribute
    }

    /// Creates an attribute that must be there.
    static func required(_ name: String, _ shape: Shape) -> Attribute {
        var attribute = Attribute(name, shape)
        attribute.isRequired = true
        return attribute
    }
}

extension Shape {
    /// A text.
    static let string = Shape.scalar([.string])
    /// A whole number, or a text with one.
    static let integerOrString = Shape.scalar([.int, .string])
    /// Any number, or a text with one.
    static let numberOrString = Shape.scalar([.int, .float, .string])
    /// True or false, or a text with one.
    static let booleanOrString = Shape.scalar([.bool, .string])
    /// True or false.
    static let boolean = Shape.scalar([.bool])
    /// Different texts.
    static let uniqueStrings = Shape.list(.string, isUnique: true)
    /// One text or a list of different ones.
    static let stringOrStrings = Shape.either([.string, .uniqueStrings])
    /// A mapping of names to scalars, or a list of `NAME=value`.
    static let assignments = Shape.either([
        .mapping(.scalar([.string, .int, .float, .bool, .null]), keys: .any), .list(.string, isUnique: false),
    ])
    /// Host names with their addresses as a mapping, or a list of `HOST=IP`.
    static let hosts = Shape.either([
        .mapping(.either([.string, .list(.string, isUnique: false)]), keys: .any), .uniqueStrings,
    ])
    /// A text, a number, or true or false.
    static let plainScalar = Shape.scalar([.string, .int, .float, .bool])
    /// Options for a driver by name.
    static let driverOptions = Shape.mapping(.numberOrString, keys: .any)
    /// Whether a resource exists outside the project; the mapping is the form of old files.
    static let external = Shape.either([.booleanOrString, .object([Attribute("name", .string)])])
    /// A command line as one text or as a list of arguments; null is the image's.
    static let command = Shape.either([.scalar([.null, .string]), .list(.string, isUnique: false)])

    /// True when a value of this kind can have the shape, whatever is inside it.
    func accepts(kindOf node: Node) -> Bool {
        switch self {
        case .anything: true
        case .scalar(let kinds): node.value?.kind.map(kinds.contains) ?? false
        case .choice: node.string != nil
        case .list: node.isSequence
        case .object, .mapping: node.isMapping
        case .either(let shapes): shapes.contains { $0.accepts(kindOf: node) }
        }
    }

    /// The part of the shape that a value of the node's kind can have.
    func choosing(_ node: Node) -> Shape? {
        guard case .either(let shapes) = self else { return accepts(kindOf: node) ? self : nil }
        return shapes.first { $0.accepts(kindOf: node) }?.choosing(node)
    }

    /// The shape of what is one step down; nil where anything may be.
    func below(_ step: PathComponent) -> Shape? {
        switch (self, step) {
        case (.list(let shape, _), .item), (.mapping(let shape, _), .key): shape
        case (.object(let attributes), .key(let key)): attributes[key]?.shape
        default: nil
        }
    }

    /// True when some scalar can have the shape.
    var acceptsScalars: Bool {
        switch self {
        case .list, .object, .mapping: false
        case .either(let shapes): shapes.contains(where: \.acceptsScalars)
        default: true
        }
    }

    /// What is wanted, for messages.
    var wanted: String {
        let choices = alternatives
        guard choices.count > 1, let last = choices.last else { return choices.joined() }
        return choices.dropLast().joined(separator: ", ") + " or " + last
    }

    private var alternatives: [String] {
        switch self {
        case .anything: ["anything"]
        case .scalar(let kinds): kinds.filter { $0.isNamed(among: kinds) }.flatMap(\.alternatives)
        case .choice(let texts): [(texts.count > 1 ? "one of " : "") + texts.joined(separator: ", ")]
        case .list: ["a list"]
        case .object, .mapping: ["a mapping"]
        case .either(let shapes): shapes.filter { !$0.isNull }.flatMap(\.alternatives)
        }
    }

    private var isNull: Bool {
        if case .scalar(let kinds) = self { kinds == [.null] } else { false }
    }
}

extension Shape.ScalarKind {
    /// False for a kind that another one of them includes, and for what nobody is told to write.
    fileprivate func isNamed(among kinds: [Shape.ScalarKind]) -> Bool {
        switch self {
        // A text that stands for true or false has to say so.
        case .string: kinds != [.bool, .string]
        case .int: !kinds.contains(.float)
        case .null: kinds == [.null]
        case .bool, .float: true
        }
    }

    fileprivate var alternatives: [String] {
        switch self {
        case .null: ["nothing"]
        case .bool: ["true", "false"]
        case .int: ["a whole number"]
        case .float: ["a number"]
        case .string: ["a text"]
        }
    }
}

extension ScalarValue {
    /// The kind; nil for a timestamp, which nothing takes.
    fileprivate var kind: Shape.ScalarKind? {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int, .unsigned: .int
        case .float: .float
        case .string: .string
        case .timestamp: nil
        }
    }
}
