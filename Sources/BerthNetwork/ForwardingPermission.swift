internal import Firewall

/// The two rules that a network needs where docker or ufw lets nothing be forwarded (FORWARD, policy DROP).
///
/// An accept in our table does not overrule another table's drop. Our own table still isolates the networks.
struct ForwardingPermission {
    private let firewall: NFTables

    /// Looks at the chains of the table `ip filter` in the namespace of `firewall`.
    init(_ firewall: NFTables) { self.firewall = firewall }

    /// Lets a network's packets pass, if there is a chain that would drop them; once is enough.
    func grant(to network: NetworkID) throws {
        let chains = try chains()
        guard let forward = chains["FORWARD"], forward.policy == "drop" else { return }
        let chain = chains["DOCKER-USER"] == nil ? "FORWARD" : "DOCKER-USER"
        guard try rules(of: network, in: chain).isEmpty else { return }
        try firewall.run(Self.grant(to: network, chain: chain))
    }

    /// Takes a network's rules away wherever they are.
    func revoke(from network: NetworkID) throws {
        for chain in try chains().keys.sorted() {
            let rules = try rules(of: network, in: chain)
            try firewall.run(rules.map { "delete rule ip filter \(chain) handle \($0.handle)\n" }.joined())
        }
    }

    /// The commands that let a network's packets pass through a chain of `ip filter`.
    static func grant(to network: NetworkID, chain: String) -> String {
        ["iifname", "oifname"].map { side in
            "insert rule ip filter \(chain) \(side) \"\(network.bridge)\" counter accept"
                + " comment \"\(comment(network))\"\n"
        }.joined()
    }

    private static func comment(_ network: NetworkID) -> String { "berth \(network.bridge)" }

    private func chains() throws -> [String: FirewallObject.Chain] {
        var chains: [String: FirewallObject.Chain] = [:]
        for case .chain(let chain) in try firewall.list("chains ip")
        where chain.table == "filter" && ["FORWARD", "DOCKER-USER"].contains(chain.name) {
            chains[chain.name] = chain
        }
        return chains
    }

    private func rules(of network: NetworkID, in chain: String) throws -> [FirewallObject.Rule] {
        try firewall.list("chain ip filter \(chain)").compactMap { object in
            if case .rule(let rule) = object, rule.comment == Self.comment(network) { rule } else { nil }
        }
    }
}
