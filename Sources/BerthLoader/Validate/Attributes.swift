/// The known keys of an object, in the order in which `config` prints them; finding one takes constant time.
struct Attributes: Sendable {
    private let attributes: [Attribute]
    private let positions: [String: Int]

    /// Creates the keys of an object, each given once.
    init(_ attributes: [Attribute]) {
        self.attributes = attributes
        positions = Dictionary(uniqueKeysWithValues: attributes.enumerated().map { ($1.name, $0) })
    }

    /// The attribute of a key, nil for an unknown one.
    subscript(key: String) -> Attribute? { positions[key].map { attributes[$0] } }

    /// The place of a key in the order; unknown keys are all behind the known ones.
    func rank(of key: String) -> Int { positions[key] ?? attributes.count }
}

extension Attributes: ExpressibleByArrayLiteral {
    init(arrayLiteral attributes: Attribute...) { self.init(attributes) }
}

extension Attributes: Sequence {
    func makeIterator() -> IndexingIterator<[Attribute]> { attributes.makeIterator() }
}
