import YAMLTree

extension Mapping {
    /// Takes out the entries that do not pass; the others keep their order.
    mutating func keep(where isKept: (Entry) -> Bool) { self = Mapping(entries.filter(isKept)) }
}
