internal import BerthModel
internal import DNSWire

/// The names and addresses of one network.
struct Zone: Sendable {
    /// The real name, under which each name of the network can be asked for; nil when it is no domain name.
    let name: DNSName?
    /// The key in the file, which serves for the same.
    let key: DNSName?
    /// The host's addresses.
    let gateways: [IPAddress]
    /// True when its containers do not reach the world.
    let isInternal: Bool
    /// The addresses of each name; none for a name that is declared but has no running container.
    private(set) var hosts: [DNSName: [IPAddress]] = [:]
    /// The name of each address: the container's, under the network's.
    private(set) var owners: [IPAddress: DNSName] = [:]
    private let subnets: [Subnet]

    init(_ network: NameTable.Network) throws(Failure) {
        // Without such a name there are only the names on the network themselves.
        name = try? DNSName(network.name)
        key = try? DNSName(network.key)
        isInternal = network.isInternal
        gateways = try network.gateways.map { text throws(Failure) in
            try parsedAddress(text, of: "network \"\(network.name)\"")
        }
        subnets = try network.subnets.map { text throws(Failure) in try Subnet(text, of: network.name) }
    }

    /// Makes a name known, without an address if it has none yet.
    mutating func declare(_ text: String) {
        // A name that cannot be asked for needs no entry.
        guard let name = try? DNSName(text) else { return }
        hosts[name, default: []] += []
    }

    /// Enters a container's names, and its addresses while it runs.
    mutating func add(_ container: NameTable.Container, _ endpoint: NameTable.Endpoint) throws(Failure) {
        let addresses = try endpoint.addresses.map { text throws(Failure) in
            try parsedAddress(text, of: "container \"\(container.name)\"")
        }
        let texts = [container.name, shortID(container.id), container.service, container.hostname]
        // Names that cannot be asked for are left out.
        let names = Set((texts.compactMap(\.self) + endpoint.aliases).compactMap { try? DNSName($0) })
        for name in names { hosts[name, default: []] += container.isRunning ? addresses : [] }
        // An address without an owner has no reverse name.
        guard container.isRunning, let suffix = name ?? key, let host = try? DNSName(container.name),
            let owner = try? host.appending(suffix)
        else { return }
        for address in addresses { owners[address] = owner }
    }

    /// True when an address belongs to one of the network's subnets.
    func covers(_ address: IPAddress) -> Bool { subnets.contains { $0.contains(address) } }
}

/// Addresses that begin with the same bits.
struct Subnet: Sendable, Hashable {
    private let base: [UInt8]
    private let length: Int

    /// Reads CIDR notation.
    init(_ text: String, of network: String) throws(Failure) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = Int(parts[1]), let base = try? IPAddress(parts[0]).bytes,
            (0...base.count * 8).contains(length)
        else {
            // The text says more than the parser's reason.
            throw Failure(.runtime, "cannot read subnet \"\(text)\" of network \"\(network)\"")
        }
        self.base = base
        self.length = length
    }

    /// True when the address is of the same family and begins with the same bits.
    func contains(_ address: IPAddress) -> Bool {
        let bytes = address.bytes
        guard bytes.count == base.count else { return false }
        let whole = length / 8
        guard bytes.prefix(whole) == base.prefix(whole) else { return false }
        return length % 8 == 0 || (bytes[whole] ^ base[whole]) >> (8 - length % 8) == 0
    }
}

private func parsedAddress(_ text: String, of owner: String) throws(Failure) -> IPAddress {
    do {
        return try IPAddress(text)
    } catch {
        throw Failure(.runtime, "cannot read address \"\(text)\" of \(owner)", cause: error)
    }
}
