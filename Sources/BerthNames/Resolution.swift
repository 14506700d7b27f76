internal import DNSWire

/// What a name server does about a question.
enum Resolution: Sendable, Hashable {
    /// Answers by itself.
    case answer(ResponseCode, [DNSRecord] = [])
    /// Asks the host's servers.
    case forward
}

/// What is known of a name to one asker.
private enum Finding {
    /// It exists, with these addresses, perhaps none.
    case host([IPAddress])
    /// It is the reverse name of an address with this name.
    case owner(DNSName)
    /// It does not exist, and nobody else is to be asked for it.
    case absent
}

extension NameTable {
    /// Decides a question of a container; several addresses come in a random order.
    func resolve(_ question: DNSQuestion, for asker: String) -> Resolution {
        // Asked before the first table, or after the container was taken out of it.
        guard let asker = askers[asker] else { return .answer(.serverFailure) }
        guard question.recordClass == .internet, ![.axfr, .ixfr].contains(question.type) else {
            return .answer(.refused)
        }
        return switch finding(question.name, asker) {
        case .host(let addresses): .answer(.noError, records(question, addresses.shuffled()))
        case .owner(let name) where question.type == .ptr:
            .answer(.noError, [record(question, .pointer(name))])
        case .owner: .answer(.noError)
        case .absent: .answer(.noSuchName)
        case nil: unknown(question, asker)
        }
    }

    /// True when questions of this container may be passed on.
    func reachesWorld(_ asker: String) -> Bool { askers[asker]?.reachesWorld ?? false }

    private func unknown(_ question: DNSQuestion, _ asker: Asker) -> Resolution {
        // NXDOMAIN would be a lie about a name that may exist, and the resolver might keep it.
        guard asker.reachesWorld else { return .answer(.refused) }
        let isAddress = [.a, .aaaa].contains(question.type)
        // NOERROR without records lets a resolver go on with its search list; NXDOMAIN might not.
        if asker.setsNdots, isAddress, question.name.labels.count == 1 { return .answer(.noError) }
        return .forward
    }

    private func records(_ question: DNSQuestion, _ addresses: [IPAddress]) -> [DNSRecord] {
        addresses.map { record(question, .address($0)) }.filter { $0.type == question.type }
    }

    private func record(_ question: DNSQuestion, _ data: DNSRecord.Data) -> DNSRecord {
        DNSRecord(question.name, data, timeToLive: Self.timeToLive)
    }
}

// MARK: - Rules

private typealias Rule = @Sendable (NameTable, DNSName, Asker) -> Finding?

extension NameTable {
    /// The rules for names, in order; the first that has a finding decides.
    private static let rules: [Rule] = [
        { (_, name, _) in NameTable.localhost(name) },
        { (table, name, asker) in table.hostGateway(name, asker) },
        { (table, name, asker) in table.reverse(name, asker) },
        { (table, name, asker) in table.joined(name, asker) },
        { (table, name, asker) in table.qualified(name, asker) },
        { (table, name, asker) in table.serviceLabel(name, asker) },
        { (table, name, _) in table.hidden(name) },
    ]

    private func finding(_ name: DNSName, _ asker: Asker) -> Finding? {
        for rule in Self.rules {
            if let finding = rule(self, name, asker) { return finding }
        }
        return nil
    }

    private func zones(of asker: Asker) -> [Zone] { asker.zones.compactMap { zones[$0] } }

    /// `localhost` and all below it is this machine (RFC 6761, 6.3).
    private static func localhost(_ name: DNSName) -> Finding? {
        name.isInside(.localhost) ? .host([.loopback4, .loopback6]) : nil
    }

    /// `host.docker.internal` is the host, by its address on the first network that leads outside.
    private func hostGateway(_ name: DNSName, _ asker: Asker) -> Finding? {
        guard name == .hostGateway else { return nil }
        let gateways = zones(of: asker).first { !$0.isInternal && !$0.gateways.isEmpty }?.gateways
        return gateways.map(Finding.host) ?? .absent
    }

    /// Reverse names of loopback addresses and of joined networks are nobody else's business.
    private func reverse(_ name: DNSName, _ asker: Asker) -> Finding? {
        guard let address = IPAddress(reverse: name) else { return nil }
        if [.loopback4, .loopback6].contains(address) { return .owner(.localhost) }
        if address.isLoopback { return .absent }
        let zones = zones(of: asker)
        if let owner = zones.lazy.compactMap({ $0.owners[address] }).first { return .owner(owner) }
        return zones.contains { $0.covers(address) } ? .absent : nil
    }

    /// A name on a joined network: the first network where it has an address decides, since the same alias
    /// may stand for different services on two networks.
    private func joined(_ name: DNSName, _ asker: Asker) -> Finding? {
        let known = zones(of: asker).compactMap { $0.hosts[name] }
        return (known.first { !$0.isEmpty } ?? known.first).map(Finding.host)
    }

    /// `<name>.<network>`, by the network's real name or by its key.
    ///
    /// Nothing else is under a real name. A key can be an ordinary word, even a top-level domain such as
    /// `dev`: under it only names of the stack are denied.
    private func qualified(_ name: DNSName, _ asker: Asker) -> Finding? {
        let zones = zones(of: asker)
        for length in 1..<max(name.labels.count, 1) {
            let (host, network) = (name.dropLast(length), name.dropFirst(name.labels.count - length))
            if let zone = zones.first(where: { $0.name == network }) {
                return zone.hosts[host].map(Finding.host) ?? .absent
            }
            guard let zone = zones.first(where: { $0.key == network }) else { continue }
            if let addresses = zone.hosts[host] { return .host(addresses) }
            if simpleNames.contains(host) { return .absent }
        }
        return nil
    }

    /// `_http._tcp.<name>` (RFC 2782) of a name that is answered here does not exist.
    private func serviceLabel(_ name: DNSName, _ asker: Asker) -> Finding? {
        let count = name.labels.prefix { $0.first == UInt8(ascii: "_") }.count
        guard (1..<max(name.labels.count, 1)).contains(count) else { return nil }
        return finding(name.dropFirst(count), asker) == nil ? nil : .absent
    }

    /// A simple name of the stack that the asker shares no network with: strangers are not told of it.
    private func hidden(_ name: DNSName) -> Finding? { simpleNames.contains(name) ? .absent : nil }
}

extension DNSName {
    /// The name of this machine for itself.
    static let localhost = DNSName(literal: "localhost")
    /// Docker's name for the host as seen from a container.
    static let hostGateway = DNSName(literal: "host.docker.internal")

    private init(literal: StaticString) {
        // The two names above are within all limits.
        self = (try? DNSName("\(literal)")) ?? .root
    }
}

extension IPAddress {
    /// 127.0.0.1.
    static let loopback4 = IPAddress.v4(0x7f00_0001)
    /// ::1.
    static let loopback6 = IPAddress.v6(0, 1)

    /// True for 127.0.0.0/8 and ::1.
    var isLoopback: Bool {
        switch self {
        case .v4(let number): number >> 24 == 127
        case .v6: self == .loopback6
        }
    }
}
