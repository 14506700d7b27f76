internal import BerthModel
public import LinuxSystem
internal import Netlink

/// What the kernel still has of a stack.
struct NetworkLeftovers: Sendable, Hashable {
    /// Its networks.
    let networks: [NetworkID]
    /// The first twelve digits of the ids of its containers that have interfaces.
    let containers: [String]
    /// Its interfaces, bridges included.
    let interfaces: [String]
}

extension NetworkDriver {
    /// Finds what the kernel has of the stack, by the group of its interfaces alone.
    func leftovers() throws -> NetworkLeftovers {
        try attempting("look for interfaces of the stack") {
            let links = try routes.links().filter { $0.group == group.number }
            return NetworkLeftovers(
                networks: links.compactMap { NetworkID(bridge: $0.name) }.sorted(),
                containers: Set(links.compactMap { HostEnd.container(ofInterface: $0.name) }).sorted(),
                interfaces: links.map(\.name).sorted())
        }
    }

    /// Removes all interfaces, networks and published ports of the stack, and namespaces of its containers.
    ///
    /// Needs no record: what is found in the kernel goes, with the given networks and namespaces. When it
    /// returns, no interface is left, also when a process still holds a namespace.
    public func removeAll(networks: [NetworkID] = [], namespaces: [NetworkNamespace] = []) throws {
        var failures = FailureList()
        failures.attempt {
            let found = try leftovers()
            try attempting("remove the stack's networks") {
                try NetworkNamespace.lockingCurrent {
                    try withdraw(
                        networks: Set(networks + found.networks), containers: Set(found.containers))
                    try routes.perform([.deleteLinks(group: group.number)], accepting: \.isNotFound)
                }
            }
        }
        for namespace in namespaces { failures.attempt { try detach(namespace) } }
        try failures.throwIfAny()
    }
}
