import YAMLTree

/// What a key of a canonical form says; nothing of a key that is not there or has a value of another kind.
extension Node {
    /// The text of a key, nil when it is empty.
    func text(_ key: String) -> String? { self[key]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    /// True when the value of a key is true.
    func isTrue(_ key: String) -> Bool { self[key]?.value == .bool(true) }

    /// The duration of a key, which was checked when it got its canonical form.
    func duration(_ key: String) -> Duration? { text(key).flatMap { try? DurationText($0) }?.duration }

    /// The items of the list of a key.
    func items(_ key: String) -> [Node] { self[key]?.sequence ?? [] }

    /// The texts in the list of a key.
    func strings(_ key: String) -> [String] { self[key]?.strings ?? [] }

    /// The entries of the mapping of a key.
    func members(_ key: String) -> [Mapping.Entry] { self[key]?.mapping?.entries ?? [] }

    /// The texts in the mapping of a key by their names.
    func texts(_ key: String) -> [String: String] {
        let texts = members(key).compactMap { entry in entry.value.string.map { (entry.key, $0) } }
        return Dictionary(uniqueKeysWithValues: texts)
    }
}

extension Node {
    /// The texts of a list; nil for what is none.
    var strings: [String]? { sequence?.compactMap(\.string) }

    /// The whole number of a scalar.
    var integer: Int? { whole.flatMap(Int.init(exactly:)) }

    /// The whole number of a scalar, in its full width.
    var whole: Int64? {
        if case .int(let value) = value { value } else { nil }
    }

    /// The number of a scalar.
    var number: Double? {
        switch value {
        case .int(let value): Double(value)
        case .float(let value): value
        default: nil
        }
    }
}
