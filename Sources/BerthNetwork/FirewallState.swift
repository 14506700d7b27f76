internal import Firewall

/// What the shared table holds, read from the kernel.
struct FirewallState: Sendable, Hashable {
    /// A network that takes part.
    struct Member: Sendable, Hashable {
        /// Its id.
        let network: NetworkID
        /// Its subnets as they are written in the table.
        let subnets: [String]
        /// True when its containers do not reach the world.
        let isInternal: Bool
    }

    /// The networks, sorted.
    let members: [Member]
    /// The published ports, sorted.
    let published: [PublishedPortRule]

    /// Reads the table; nil when it is not there.
    init?(of firewall: NFTables) throws {
        guard try Self.exists(in: firewall) else { return nil }
        self.init(try firewall.list("table \(FirewallTable.name)"))
    }

    /// Reads the published ports alone, which is cheaper; none when the table is not there.
    static func published(in firewall: NFTables) throws -> [PublishedPortRule] {
        guard try exists(in: firewall) else { return [] }
        return FirewallState(try firewall.list("set \(FirewallTable.name) published")).published
    }

    private static func exists(in firewall: NFTables) throws -> Bool {
        try firewall.list("tables inet").contains { object in
            if case .table(let table) = object { table.name == "berth" } else { false }
        }
    }

    /// Takes the state from what `list table` showed.
    init(_ objects: [FirewallObject]) {
        var sets: [String: [FirewallObject.Element]] = [:]
        for case .set(let set) in objects { sets[set.name] = set.elements }
        let internalBridges = Set((sets["internal"] ?? []).compactMap(\.key.first))
        let subnets = Dictionary(grouping: sets["subnets"] ?? []) { $0.key.first ?? "" }
        members = (sets["bridges"] ?? []).compactMap { element in
            element.key.first.flatMap(NetworkID.init(bridge:)).map { network in
                Member(
                    network: network,
                    subnets: (subnets[network.bridge] ?? []).compactMap(\.key.last).sorted(),
                    isInternal: internalBridges.contains(network.bridge))
            }
        }.sorted { $0.network < $1.network }
        published = (sets["published"] ?? []).compactMap { element in
            PublishedPortRule(key: element.key, comment: element.comment)
        }.sorted()
    }
}
