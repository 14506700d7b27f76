public import BerthModel
internal import Firewall
public import LinuxSystem
internal import Netlink

/// The networks, interfaces and published ports of one stack in the kernel.
///
/// It acts in the network namespace of the thread that made it and must be used by threads in the same
/// one. Every act can be repeated after a crash, and what belongs to the stack is found in the kernel
/// alone: by the group of its interfaces and by the owners in the table `inet berth`. Several processes may
/// act at once. All calls block for milliseconds and need CAP_NET_ADMIN, `attach` CAP_SYS_ADMIN too.
public struct NetworkDriver: Sendable {
    let group: LinkGroup
    let routes: RouteSocket
    let firewall: NFTables
    let flows: ConntrackSocket

    /// Opens the kernel's interfaces for a stack.
    public init(group: LinkGroup) throws {
        self.group = group
        (routes, firewall, flows) = try attempting("open the kernel's network interfaces") {
            (try RouteSocket(), NFTables(), try ConntrackSocket())
        }
    }

    /// Makes a network: its bridge, up and with the gateway's address, and its part in the firewall.
    ///
    /// Nothing changes when all is there. Throws `SubnetOverlap` when another interface has the subnet.
    public func createNetwork(_ network: NetworkDescription) throws {
        try attempting("create network \(network.id) with subnet \(network.subnet)") {
            try NetworkNamespace.lockingCurrent {
                try refuseOverlap(of: network)
                try KernelParameter.forwarding.set()
                try createBridge(of: network)
                try firewall.run(FirewallTable.load + FirewallTable.add(network))
                try ForwardingPermission(firewall).grant(to: network.id)
            }
        }
    }

    /// Removes networks with their published ports; those not there are passed over.
    ///
    /// Their containers must be detached before.
    public func removeNetworks(_ networks: [NetworkID]) throws {
        try attempting("remove networks \(networks.map(\.digits).joined(separator: ", "))") {
            try NetworkNamespace.lockingCurrent {
                try withdraw(networks: Set(networks), containers: [])
                try routes.perform(networks.map { .deleteLink(name: $0.bridge) }, accepting: \.isNotFound)
            }
        }
    }

    /// The subnets that the host's routes and interfaces use, which a new network must keep clear of.
    public func usedSubnets() throws -> [CIDRv4] {
        try attempting("read the host's routes") {
            let routed = try routes.routes().map(\.destination).filter { $0.prefixLength > 0 }
            return Set(routed + (try routes.addresses().map(\.subnet))).sorted()
        }
    }

    // A route of the host that merely covers the subnet (a VPN's 10.0.0.0/8) does not matter: ours is longer.
    private func refuseOverlap(of network: NetworkDescription) throws {
        let own = try routes.link(named: network.id.bridge)?.index
        let other = try routes.addresses().first { $0.interface != own && $0.subnet.overlaps(network.subnet) }
        guard let other else { return }
        let name = try routes.links().first { $0.index == other.interface }?.name ?? "an interface"
        throw SubnetOverlap(
            failure: Failure(
                .runtime, "subnet \(network.subnet) overlaps \(other.subnet) of \(name)",
                remedy: "choose another subnet, or remove the network that has it"))
    }

    private func createBridge(of network: NetworkDescription) throws {
        let name = network.id.bridge
        let bridge = Bridge(name: name, address: MACAddress(for: network.gateway), group: group.number)
        try routes.perform([.createBridge(bridge)], accepting: \.isAlreadyThere)
        for parameter in KernelParameter.ofBridge(name) { try parameter.set() }
        guard let link = try routes.link(named: name), link.kind == "bridge" else {
            throw Failure(.runtime, "interface \(name) is not a bridge", remedy: "remove it")
        }
        try routes.perform(
            [
                .addAddress(
                    network.gateway, prefixLength: network.subnet.prefixLength, interface: link.index),
                .setUp(interface: link.index),
            ], accepting: \.isAlreadyThere)
    }

    /// Takes networks, and the published ports of containers, out of the firewall, under the lock.
    ///
    /// Networks whose bridge is gone, such as after a crash between two steps, go with them.
    func withdraw(networks: Set<NetworkID>, containers: Set<String>) throws {
        guard let state = try FirewallState(of: firewall) else { return }
        let bridges = Set(try routes.links().map(\.name))
        let leaving = state.members.filter {
            networks.contains($0.network) || !bridges.contains($0.network.bridge)
        }
        let gone = networks.union(leaving.map(\.network))
        for network in gone.sorted() { try ForwardingPermission(firewall).revoke(from: network) }
        let staying = state.published.filter { rule in
            !gone.contains(rule.owner.network) && !containers.contains(rule.owner.container)
        }
        let change = PublishedPortChange(from: state.published, to: staying)
        let isLast = leaving.count == state.members.count
        try firewall.run(
            isLast ? FirewallTable.delete : change.commands + leaving.map(FirewallTable.remove).joined())
        try forgetFlows(to: change.endpoints)
    }

    /// Makes the next packet of every UDP flow to an endpoint find its way anew.
    func forgetFlows(to endpoints: [HostEndpoint]) throws {
        for port in Set(endpoints.filter { $0.transport == .udp }.map(\.port)) {
            try flows.forgetUDP(toPort: port)
        }
    }
}

/// Runs a body and says of a lower error what was attempted; a `Failure` passes as it is.
func attempting<Value>(_ what: @autoclosure () -> String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let failure as Failure { throw failure } catch let overlap as SubnetOverlap
    {
        throw overlap
    } catch {
        throw Failure(.runtime, "cannot \(what())", cause: error)
    }
}

/// A network was not made, because another interface has its subnet.
public struct SubnetOverlap: Error, CustomStringConvertible {
    /// What there is to tell of it.
    public let failure: Failure

    /// The same as that of the failure.
    public var description: String { failure.description }
}
