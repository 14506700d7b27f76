import YAMLTree

extension Node {
    /// The text of a key, nil when there is none or an empty one.
    func text(_ key: String) -> String? { self[key]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    /// True when the value of a key is true.
    func isTrue(_ key: String) -> Bool { self[key]?.value == .bool(true) }

    /// The duration of a key, which was checked when it got its canonical form.
    func duration(_ key: String) -> Duration? { text(key).flatMap { try? DurationText($0) }?.duration }

    /// The whole number of a scalar.
    var integer: Int? {
        if case .int(let value) = value { Int(value) } else { nil }
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
