/// Keys and values in the order of the file; finding a key takes constant time in large mappings too.
public struct Mapping: Sendable {
    /// A key with its value and the place of the key.
    public struct Entry: Sendable {
        /// The key.
        public let key: String
        /// Where the key is written; for a merged entry, in the mapping it came from.
        public let keyRange: SourceRange
        /// The value.
        public var value: Node

        /// Creates an entry.
        public init(key: String, keyRange: SourceRange, value: Node) {
            self.key = key
            self.keyRange = keyRange
            self.value = value
        }
    }

    /// Mappings up to this many entries are searched one by one, which is faster than hashing there.
    private static let searchedInOrder = 12

    /// The entries in order; each key once.
    public private(set) var entries: [Entry] = []
    /// Positions by key, kept only above `searchedInOrder` entries.
    private var positions: [String: Int]?

    /// Creates an empty mapping.
    public init() {}

    /// Creates a mapping; of entries with the same key the first gives the position, the last the rest.
    public init(_ entries: some Sequence<Entry>) {
        for entry in entries { set(entry) }
    }

    /// The number of entries.
    public var count: Int { entries.count }
    /// True without entries.
    public var isEmpty: Bool { entries.isEmpty }
    /// The keys in order.
    public var keys: some Sequence<String> { entries.lazy.map(\.key) }

    /// The entry of a key.
    public func entry(_ key: String) -> Entry? { position(of: key).map { entries[$0] } }

    /// The value of a key; a new key is appended with the place of its value, nil removes.
    public subscript(key: String) -> Node? {
        get { position(of: key).map { entries[$0].value } }
        set {
            guard let newValue else { return _ = remove(key) }
            guard let position = position(of: key) else {
                return append(Entry(key: key, keyRange: newValue.range, value: newValue))
            }
            // Writing a copy would only end the sharing of the entries.
            if !newValue.isCopy(of: entries[position].value) { entries[position].value = newValue }
        }
    }

    /// Replaces the entry of the same key in its position, or appends.
    public mutating func set(_ entry: Entry) {
        guard let position = position(of: entry.key) else { return append(entry) }
        entries[position] = entry
    }

    /// Takes a key out and returns its value; the others keep their order.
    @discardableResult
    public mutating func remove(_ key: String) -> Node? {
        guard let position = position(of: key) else { return nil }
        let removed = entries.remove(at: position)
        reindex()
        return removed.value
    }

    /// Changes every value, with its key.
    public mutating func updateValues(_ change: (String, inout Node) -> Void) {
        filterValues { key, value in
            change(key, &value)
            return true
        }
    }

    /// Changes every value and takes out the entries for which false is returned; false when nothing changed.
    @discardableResult
    mutating func filterValues(_ change: (String, inout Node) -> Bool) -> Bool {
        var isChanged = false
        var kept = 0
        for position in entries.indices {
            var value = entries[position].value
            guard change(entries[position].key, &value) else { continue }
            if kept != position { entries[kept] = entries[position] }
            if !value.isCopy(of: entries[position].value) {
                entries[kept].value = value
                isChanged = true
            }
            kept += 1
        }
        guard kept < count else { return isChanged }
        entries.removeLast(count - kept)
        reindex()
        return true
    }

    /// Takes out the entries that do not pass; the others keep their order.
    public mutating func keep(where isKept: (Entry) -> Bool) {
        let before = count
        entries.removeAll { !isKept($0) }
        if count < before { reindex() }
    }

    /// Sorts the entries by their keys' bytes, as the reference prints free mappings.
    public mutating func sortByKey() { sort { _ in 0 } }

    /// Sorts the entries by the rank of their keys, those of one rank by the keys' bytes.
    ///
    /// False when they stood in that order already.
    @discardableResult
    public mutating func sort(ranking rank: (String) -> Int) -> Bool {
        let ranks = entries.map { rank($0.key) }
        guard entries.indices.dropFirst().contains(where: { precedes($0, $0 - 1, ranks) }) else {
            return false
        }
        let order = entries.indices.sorted { precedes($0, $1, ranks) }
        entries = order.map { entries[$0] }
        reindex()
        return true
    }

    private func precedes(_ left: Int, _ right: Int, _ ranks: [Int]) -> Bool {
        if ranks[left] != ranks[right] { return ranks[left] < ranks[right] }
        return entries[left].key.utf8.lexicographicallyPrecedes(entries[right].key.utf8)
    }

    private func position(of key: String) -> Int? {
        if let positions { return positions[key] }
        // By index, since a closure would copy each entry.
        for position in entries.indices where entries[position].key == key { return position }
        return nil
    }

    /// Appends an entry whose key is not there yet.
    mutating func append(_ entry: Entry) {
        entries.append(entry)
        if positions != nil {
            positions?[entry.key] = entries.count - 1
        } else if entries.count > Self.searchedInOrder {
            reindex()
        }
    }

    private mutating func reindex() {
        positions = nil
        guard entries.count > Self.searchedInOrder else { return }
        positions = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.key, $0) })
    }
}

extension Mapping: Equatable {
    /// The same keys with equal values, in any order.
    public static func == (left: Mapping, right: Mapping) -> Bool {
        left.count == right.count && left.entries.allSatisfy { right[$0.key] == $0.value }
    }
}

extension Mapping: Sequence {
    /// Walks the entries in order.
    public func makeIterator() -> IndexingIterator<[Entry]> { entries.makeIterator() }
}
