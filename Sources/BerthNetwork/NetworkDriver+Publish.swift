internal import BerthModel
internal import Firewall
internal import LinuxSystem

extension NetworkDriver {
    /// Publishes ports, in one transaction, beside those that are published already.
    ///
    /// Rules of one endpoint share its connections; those there already change nothing.
    public func publish(_ rules: [PublishedPortRule]) throws {
        guard !rules.isEmpty else { return }
        let names = Set(rules.map(\.endpoint)).sorted().map(\.description).joined(separator: ", ")
        try attempting("publish \(names)") {
            try change { $0.filter { old in !rules.contains { $0.element == old.element } } + rules }
        }
    }

    /// Withdraws all ports of containers, given by their ids, in one transaction.
    ///
    /// Containers without any are passed over.
    public func unpublish(containers: [String]) throws {
        let owners = Set(containers.map(shortID))
        try attempting("withdraw the published ports of \(owners.sorted().joined(separator: ", "))") {
            try change { $0.filter { !owners.contains($0.owner.container) } }
        }
    }

    /// The ports that containers of all stacks are published on, sorted.
    func publishedPorts() throws -> [PublishedPortRule] {
        try attempting("read the published ports") { try FirewallState.published(in: firewall) }
    }

    private func change(_ next: ([PublishedPortRule]) -> [PublishedPortRule]) throws {
        try NetworkNamespace.lockingCurrent {
            let present = try FirewallState.published(in: firewall)
            let change = PublishedPortChange(from: present, to: next(present))
            try firewall.run(change.commands)
            try forgetFlows(to: change.endpoints)
        }
    }
}
