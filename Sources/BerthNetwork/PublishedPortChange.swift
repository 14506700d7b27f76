internal import LinuxSystem

/// A change of the published ports, as commands of nft(8) for one transaction.
struct PublishedPortChange: Sendable {
    /// The commands; empty when nothing changes.
    let commands: String
    /// The endpoints whose connections go elsewhere than before.
    let endpoints: [HostEndpoint]

    /// The way from what the table has to what it is to have.
    init(from old: [PublishedPortRule], to new: [PublishedPortRule]) {
        let before = Dictionary(grouping: Set(old), by: \.endpoint).mapValues { $0.sorted() }
        let after = Dictionary(grouping: Set(new), by: \.endpoint).mapValues { $0.sorted() }
        endpoints = Set(before.keys).union(after.keys).sorted().filter { before[$0] != after[$0] }
        commands = endpoints.map { endpoint in
            let (old, new) = (before[endpoint] ?? [], after[endpoint] ?? [])
            return records(from: old, to: new) + endpoint.change(from: old, to: new)
        }.joined()
    }
}

private let table = FirewallTable.name

private func records(from old: [PublishedPortRule], to new: [PublishedPortRule]) -> String {
    let removed = old.filter { !new.contains($0) }.map { rule in
        "delete element \(table) published { \(rule.element) }\n"
    }
    let added = new.filter { !old.contains($0) }.map { rule in
        "add element \(table) published { \(rule.element) comment \"\(rule.comment)\" }\n"
    }
    return (removed + added).joined()
}

extension HostEndpoint {
    fileprivate func change(from old: [PublishedPortRule], to new: [PublishedPortRule]) -> String {
        switch (old.count, new.count) {
        case (2..., 2...): refill(new)
        default: withdraw(old) + offer(new)
        }
    }

    private var key: String {
        (address.map { "\($0) . " } ?? "") + "\(transport) . \(port)"
    }

    /// The chain that spreads the connections of several containers.
    private var chain: String { "to_" + (address.map { "\($0)_" } ?? "") + "\(transport)_\(port)" }
    private var singles: String { address == nil ? "ports" : "addressed" }
    private var several: String { address == nil ? "balanced" : "balanced_addressed" }

    private func withdraw(_ rules: [PublishedPortRule]) -> String {
        switch rules.count {
        case 0: ""
        case 1: "delete element \(table) \(singles) { \(key) }\n"
        default:
            """
            delete element \(table) \(several) { \(key) }
            delete chain \(table) \(chain)

            """
        }
    }

    private func offer(_ rules: [PublishedPortRule]) -> String {
        guard let first = rules.first else { return "" }
        guard rules.count > 1 else {
            return "add element \(table) \(singles) { \(key) : \(first.address) . \(first.port) }\n"
        }
        return """
            add chain \(table) \(chain)
            \(refill(rules))add element \(table) \(several) { \(key) : goto \(chain) }

            """
    }

    private func refill(_ rules: [PublishedPortRule]) -> String {
        let targets = rules.enumerated().map { "\($0) : \($1.address) . \($1.port)" }.joined(separator: ", ")
        return """
            flush chain \(table) \(chain)
            add rule \(table) \(chain) meta l4proto \(transport) dnat ip to numgen inc mod \(rules.count) \
            map { \(targets) }

            """
    }
}
