internal import BerthModel
internal import BerthNetwork
internal import BerthStore
internal import LinuxSystem

extension Engine {
    /// Takes the host's ports for a container that is to be created, before anything of it exists.
    func reservePorts(of service: Service, container: String) throws -> [ContainerStatus.PublishedPort] {
        // Without an interface of its own, which the loader warns of and the host check refuses, it has no ports.
        if service.networks.isEmpty { return [] }
        return try service.ports.map { mapping in
            let endpoint = try reservations.reserve(mapping, container: container, service: service.name)
            return ContainerStatus.PublishedPort(
                address: endpoint.address.map { "\($0)" } ?? "0.0.0.0", published: endpoint.port,
                target: mapping.target, transport: mapping.transport)
        }
    }

    /// Leads connections to the published ports to a container.
    func publishPorts(of record: ContainerRecord) throws {
        let status = record.status
        guard !status.ports.isEmpty, let interface = try publishingInterface(of: record) else { return }
        let owner = PublishedPortRule.Owner(
            network: try NetworkID(interface.network), container: status.id, name: status.name)
        let address = try IPv4Address(interface.address)
        var rules: [PublishedPortRule] = []
        for port in status.ports {
            let endpoint = HostEndpoint(
                address: try IPv4Address(port.address), transport: port.transport, port: port.published)
            try reservations.reserve(
                endpoint, container: status.id, use: .init(service: status.service, target: port.target))
            rules.append(
                PublishedPortRule(endpoint: endpoint, address: address, port: port.target, owner: owner))
        }
        try drivers.network.publish(rules)
    }

    /// Takes the published ports of a container back, so that others may have them.
    func withdrawPorts(of record: ContainerRecord) throws {
        guard !record.status.ports.isEmpty else { return }
        reservations.release(container: record.status.id)
        try drivers.network.unpublish(containers: [record.status.id])
    }

    /// The interface that published ports lead to: the first on a network that is open to the world.
    private func publishingInterface(of record: ContainerRecord) throws -> InterfaceRecord? {
        let isolated = Set(try drivers.store.networks().filter(\.isInternal).map(\.id))
        return record.interfaces.first { !isolated.contains($0.network) }
    }
}
