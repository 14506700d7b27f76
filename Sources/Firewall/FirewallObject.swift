internal import FoundationEssentials

/// Something that `list` shows (libnftables-json(5)), as far as it is of use here.
public enum FirewallObject: Sendable, Hashable {
    /// A table.
    case table(Table)
    /// A chain of a table.
    case chain(Chain)
    /// A rule of a chain.
    case rule(Rule)
    /// A named set or map of a table.
    case set(NamedSet)
    /// Something else.
    case other

    /// A table.
    public struct Table: Sendable, Hashable, Decodable {
        /// The family, such as `inet`.
        public let family: String
        /// The name.
        public let name: String
    }

    /// A chain.
    public struct Chain: Sendable, Hashable, Decodable {
        /// The family of its table.
        public let family: String
        /// Its table.
        public let table: String
        /// The name.
        public let name: String
        /// Where the kernel calls it, such as `forward`; nil for a chain that is only jumped to.
        public let hook: String?
        /// What happens at its end, `accept` or `drop`; nil for a chain that is only jumped to.
        public let policy: String?
    }

    /// A rule.
    public struct Rule: Sendable, Hashable, Decodable {
        /// The family of its table.
        public let family: String
        /// Its table.
        public let table: String
        /// Its chain.
        public let chain: String
        /// The number to delete it by.
        public let handle: Int
        /// The comment it was added with.
        public let comment: String?
    }

    /// A set, or the keys of a map.
    public struct NamedSet: Sendable, Hashable, Decodable {
        /// The name.
        public let name: String
        /// The elements in no particular order.
        public let elements: [Element]

        /// Reads a set; one without elements lists none.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            name = try container.decode(String.self, forKey: .name)
            elements = try container.decodeIfPresent([Element].self, forKey: .elem) ?? []
        }

        private enum Key: String, CodingKey {
            case name, elem
        }
    }

    /// An element of a set, or the key of an element of a map.
    public struct Element: Sendable, Hashable {
        /// The parts of the key, as text.
        public let key: [String]
        /// The comment it was added with.
        public let comment: String?
    }

    /// Reads the output of `list`.
    static func list(_ output: String, command: String) throws(FirewallError) -> [FirewallObject] {
        guard !output.isEmpty else { return [] }
        do {
            return try JSONDecoder().decode(Listing.self, from: Data(output.utf8)).nftables
        } catch {
            throw FirewallError(commands: command, message: "unexpected output of nftables: \(error)")
        }
    }

    private struct Listing: Decodable {
        let nftables: [FirewallObject]
    }
}

extension FirewallObject: Decodable {
    /// Reads an object of one member, whose key tells what it is.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Kind.self)
        self =
            switch container.allKeys.first {
            case .table: .table(try container.decode(Table.self, forKey: .table))
            case .chain: .chain(try container.decode(Chain.self, forKey: .chain))
            case .rule: .rule(try container.decode(Rule.self, forKey: .rule))
            case .set: .set(try container.decode(NamedSet.self, forKey: .set))
            case .map: .set(try container.decode(NamedSet.self, forKey: .map))
            case nil: .other
            }
    }

    private enum Kind: String, CodingKey {
        case table, chain, rule, set, map
    }
}

extension FirewallObject.Element: Decodable {
    /// Reads `key`, `{"elem": {"val": key, "comment": …}}`, or for a map a pair that starts with one of them.
    public init(from decoder: any Decoder) throws {
        // An element of a set is not a pair.
        if var pair = try? decoder.unkeyedContainer() {
            self = try pair.decode(Self.self)
            return
        }
        // A name or a number is not an object.
        let outer = try? decoder.container(keyedBy: Outer.self)
        guard let outer, outer.contains(.elem) else {
            key = try ElementKey(from: decoder).parts
            comment = nil
            return
        }
        let inner = try outer.nestedContainer(keyedBy: Inner.self, forKey: .elem)
        key = try inner.decode(ElementKey.self, forKey: .val).parts
        comment = try inner.decodeIfPresent(String.self, forKey: .comment)
    }

    private enum Outer: String, CodingKey {
        case elem
    }

    private enum Inner: String, CodingKey {
        case val, comment
    }
}

/// A key: a name, a number, a prefix, or several of them.
private struct ElementKey: Decodable {
    let parts: [String]

    init(from decoder: any Decoder) throws {
        if let part = Self.simplePart(decoder) {
            parts = [part]
            return
        }
        let container = try decoder.container(keyedBy: Key.self)
        if container.contains(.prefix) {
            let prefix = try container.decode(Prefix.self, forKey: .prefix)
            parts = ["\(prefix.addr)/\(prefix.len)"]
        } else {
            parts = try container.decode([ElementKey].self, forKey: .concat).flatMap(\.parts)
        }
    }

    private static func simplePart(_ decoder: any Decoder) -> String? {
        // Each attempt fails for what the next one, or the caller, reads.
        guard let value = try? decoder.singleValueContainer() else { return nil }
        if let text = try? value.decode(String.self) { return text }
        return (try? value.decode(Int.self)).map(String.init)
    }

    private struct Prefix: Decodable {
        let addr: String
        let len: Int
    }

    private enum Key: String, CodingKey {
        case concat, prefix
    }
}
