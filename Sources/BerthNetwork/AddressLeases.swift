public import BerthModel
public import LinuxSystem

/// Which container has which address of a network; pure, and small enough to be stored as it is.
///
/// Addresses that the project fixes are taken out first, by `reserve`. A released address is remembered:
/// a container of the same name gets it back, unless the subnet ran out of others meanwhile.
public struct AddressLeases: Sendable, Hashable, Codable {
    /// An address and who has or had it.
    private struct Lease: Sendable, Hashable, Codable {
        let name: String
        let address: IPv4Address
        var isInUse: Bool
    }

    private let subnet: CIDRv4
    private let gateway: IPv4Address
    private var reserved: [String: IPv4Address] = [:]
    /// In the order in which they were last given out.
    private var leases: [Lease] = []

    /// Begins with all addresses of a network free but the gateway's.
    public init(network: NetworkDescription) {
        subnet = network.subnet
        gateway = network.gateway
    }

    /// Keeps an address for a container; reserving it again for the same one changes nothing.
    public mutating func reserve(_ address: IPv4Address, for name: String) throws(Failure) {
        guard subnet.hosts.contains(address.value), address != gateway else {
            throw Failure(
                .invalidFile, "\"\(name)\" cannot have the address \(address)",
                remedy: "choose one of \(subnet) that is not the gateway's (\(gateway))")
        }
        let owner =
            reserved.first { $0.value == address && $0.key != name }?.key
            ?? leases.first { $0.address == address && $0.name != name && $0.isInUse }?.name
        if let owner {
            throw Failure(
                .runtime, "\"\(name)\" cannot have the address \(address): \"\(owner)\" has it",
                remedy: "choose another address")
        }
        leases.removeAll { $0.address == address || $0.name == name }
        reserved[name] = address
    }

    /// The address of a container: the reserved one, the one it had, one nobody had, or the longest unused.
    public mutating func lease(for name: String) throws(Failure) -> IPv4Address {
        if let address = reserved[name] { return address }
        let earlier = leases.first { $0.name == name }?.address
        guard let address = earlier ?? unusedAddress() ?? leases.first(where: { !$0.isInUse })?.address else {
            throw Failure(.runtime, "no address of \(subnet) is free for \"\(name)\"")
        }
        leases.removeAll { $0.address == address }
        leases.append(Lease(name: name, address: address, isInUse: true))
        return address
    }

    /// Gives the address of a container back; a reserved one stays reserved.
    public mutating func release(_ name: String) {
        for index in leases.indices where leases[index].name == name { leases[index].isInUse = false }
    }

    private func unusedAddress() -> IPv4Address? {
        let taken = Set(leases.map(\.address)).union(reserved.values).union([gateway])
        return subnet.hosts.lazy.map { IPv4Address(value: $0) }.first { !taken.contains($0) }
    }
}
