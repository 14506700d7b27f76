public import BerthModel
public import LinuxSystem

/// The private addresses that networks without a subnet of their own get theirs from.
public struct AddressPool: Sendable, Hashable {
    /// A block of addresses cut into subnets of one size.
    public struct Block: Sendable, Hashable {
        /// The addresses.
        public let addresses: CIDRv4
        /// The prefix length of each subnet.
        public let subnetLength: Int

        /// Cuts a block into subnets, each of at least four addresses.
        public init(_ addresses: CIDRv4, subnetLength: Int) throws(Failure) {
            guard (addresses.prefixLength...30).contains(subnetLength) else {
                throw Failure(
                    .usage, "\(addresses) cannot be cut into subnets with a prefix of \(subnetLength)")
            }
            self.addresses = addresses
            self.subnetLength = subnetLength
        }
    }

    /// The blocks in the order in which they are used up.
    public let blocks: [Block]

    /// Makes a pool of blocks.
    public init(_ blocks: [Block]) { self.blocks = blocks }

    /// 768 networks of 254 addresses, away from those that other tools begin with.
    public static let standard = AddressPool(
        [UInt32(0x0ad3_0000), 0x0ad4_0000, 0xac1e_0000].compactMap { first in
            let addresses = CIDRv4(containing: IPv4Address(value: first), prefixLength: 16)
            return try? Block(addresses, subnetLength: 24)  // 24 lies between 16 and 30
        })

    /// The first subnet that overlaps none of those in use.
    public func freeSubnet(avoiding used: [CIDRv4]) throws(Failure) -> CIDRv4 {
        for block in blocks {
            if let subnet = block.freeSubnet(avoiding: used.filter(block.addresses.overlaps)) {
                return subnet
            }
        }
        throw Failure(
            .runtime, "no subnet is free for a new network",
            remedy: "remove networks that are not needed, or give the network a subnet of its own")
    }
}

extension AddressPool.Block {
    fileprivate func freeSubnet(avoiding used: [CIDRv4]) -> CIDRv4? {
        let step = UInt64(1) << UInt64(32 - subnetLength)
        var first = UInt64(addresses.network.value)
        while first <= UInt64(addresses.last.value) {
            let subnet = CIDRv4(
                containing: IPv4Address(value: UInt32(first)), prefixLength: subnetLength)
            guard let obstacle = used.first(where: subnet.overlaps) else { return subnet }
            // The next subnet after the obstacle, which may be larger than one.
            let end = UInt64(max(obstacle.last, subnet.last).value) + 1
            first = (end + step - 1) / step * step
        }
        return nil
    }
}

extension NetworkDescription {
    /// Gives a network of a project the subnet it asks for, or one of the pool that overlaps none in use.
    public init(
        id: NetworkID, of network: Network, pool: AddressPool = .standard, avoiding used: [CIDRv4]
    ) throws {
        guard let wanted = network.subnets.first else {
            let subnet = try pool.freeSubnet(avoiding: used)
            try self.init(id: id, subnet: subnet, isInternal: network.isInternal)
            return
        }
        do {
            try self.init(
                id: id, subnet: CIDRv4(wanted.subnet), gateway: wanted.gateway.map(IPv4Address.init),
                isInternal: network.isInternal)
        } catch {
            throw Failure(.invalidFile, "network \"\(network.key)\"", at: network.location, cause: error)
        }
    }
}
