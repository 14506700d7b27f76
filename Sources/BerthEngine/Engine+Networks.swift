internal import BerthModel
internal import BerthNames
internal import BerthNetwork
internal import BerthStore
internal import LinuxSystem

extension Engine {
    /// Makes a network of the project, with a subnet that no other stack and no route of the host uses.
    func createNetwork(_ network: Network) throws {
        let record = try recordNetwork(network)
        do { try drivers.network.createNetwork(record.description()) } catch {
            try? removeNetwork(record)  // the failure of the creation is the one to report
            guard let overlap = error as? SubnetOverlap else { throw error }
            // Another installation took the subnet since it was chosen, and may have given it back: choose again.
            guard network.subnets.isEmpty else { throw overlap.failure }
            try createNetwork(network)
        }
    }

    private func recordNetwork(_ network: Network) throws -> NetworkRecord {
        let project = state.project
        let used = try drivers.network.usedSubnets()
        return try drivers.store.insertNetwork { others in
            if let owner = others.first(where: { $0.name == network.name }) {
                throw Failure(
                    .runtime,
                    "network \"\(network.name)\" exists already, made by project \"\(owner.project)\"",
                    at: network.location, remedy: "give it another name, or declare it as external")
            }
            let taken = used + (try others.map { try CIDRv4($0.subnet) })
            let description = try NetworkDescription(id: .random(), of: network, avoiding: taken)
            return NetworkRecord(
                id: description.id.digits, network: network, project: project,
                subnet: "\(description.subnet)", gateway: "\(description.gateway)")
        }
    }

    /// The projects besides this one that have containers on a network.
    func otherUsers(of network: NetworkRecord) throws -> [String] {
        let users = try drivers.store.containers().filter { record in
            record.status.project != state.project && record.interfaces.contains { $0.network == network.id }
        }
        return Set(users.map(\.status.project)).sorted()
    }

    /// True when all networks of the stack that are left are kept for containers of other projects.
    public func hasOnlySharedNetworks() throws -> Bool {
        try drivers.store.networks(project: state.project).allSatisfy { try !otherUsers(of: $0).isEmpty }
    }

    /// Removes a network of the stack; nothing happens when it is gone.
    ///
    /// Gives back the projects that keep it by containers on it: then it stays.
    func removeNetwork(named name: String) throws -> [String] {
        let known = try drivers.store.networks(project: state.project).first { $0.name == name }
        guard let network = known else { return [] }
        let users = try otherUsers(of: network)
        if users.isEmpty { try removeNetwork(network) }
        return users
    }

    private func removeNetwork(_ network: NetworkRecord) throws {
        try drivers.network.removeNetworks([try NetworkID(network.id)])
        try drivers.store.removeNetwork(network.id)
    }

    /// The interfaces that a container is to have, with the addresses that are wanted.
    func wantedInterfaces(of order: ContainerOrder) throws -> [InterfaceRecord] {
        let networks = try drivers.store.networks()
        return try order.service.networks.map { attachment in
            let name = currentProject.network(keyed: attachment.network)?.name ?? attachment.network
            guard let network = networks.first(where: { $0.name == name }) else {
                throw Failure(
                    .notFound, "service \"\(order.service.name)\": network \"\(name)\" does not exist",
                    at: attachment.location)
            }
            let wanted = attachment.address ?? order.predecessor.addresses[network.id] ?? ""
            return InterfaceRecord(network: network.id, address: wanted)
        }
    }

    /// Records a container, with an address on each of its networks that nobody has or is promised.
    func insert(_ record: ContainerRecord) async throws -> ContainerRecord {
        let networks = Dictionary(
            try drivers.store.networks().map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let promised = Set(currentProject.services.flatMap(\.networks).compactMap(\.address))
        let fixed = Set(record.service.networks.compactMap(\.address))
        var stored = try await state.insert(record) { interface, taken in
            guard let network = networks[interface.network] else { return interface.address }
            if fixed.contains(interface.address), taken.contains(interface.address) {
                throw Failure(
                    .runtime, "service \"\(record.service.name)\": address \(interface.address) is taken",
                    at: record.service.location, remedy: "choose another address, or remove its holder")
            }
            return try network.freeAddress(wanted: interface.address, taken: taken, promised: promised)
        }
        stored.status.addresses = Dictionary(
            stored.interfaces.map { (networks[$0.network]?.name ?? $0.network, $0.address) },
            uniquingKeysWith: { $1 })
        let addresses = stored.status.addresses
        try await state.update(record.status.id) { $0.status.addresses = addresses }
        return stored
    }

    /// Makes the namespace of a container with its interfaces.
    func attach(_ record: ContainerRecord) throws -> NetworkNamespace {
        let networks = try drivers.store.networks()
        let id = record.status.id
        try makeDirectories("\(drivers.installation.runtime)/netns")
        var interfaces = ContainerInterfaces(
            container: id, namespace: drivers.installation.networkNamespace(id),
            interfaces: try record.interfaces.enumerated().map { index, interface in
                guard let network = networks.first(where: { $0.id == interface.network }) else {
                    throw Failure(
                        .notFound, "network \(interface.network) of container \(record.status.name) is gone")
                }
                var made = ContainerInterfaces.Interface(
                    network: try network.description(), address: try IPv4Address(interface.address))
                made.hardwareAddress = try record.service.hardwareAddress(ofInterface: index)
                return made
            })
        interfaces.publishesPorts = !record.service.ports.isEmpty
        return try drivers.network.attach(interfaces)
    }

    /// Answers the questions of a container, by servers of its own where its service names some.
    func serveNames(of record: ContainerRecord, in namespace: NetworkNamespace) async throws {
        try await drivers.names.serve(
            record.status.id, in: namespace, asking: record.service.nameResolution.servers)
    }

    /// Takes the namespace of a container away.
    func detach(_ record: ContainerRecord) throws {
        try drivers.network.detach(
            NetworkNamespace(path: drivers.installation.networkNamespace(record.status.id)))
    }

    /// The host's address on the first network of a container that leads to the world.
    func gateway(of record: ContainerRecord) throws -> String? {
        let networks = try drivers.store.networks()
        let own = record.interfaces.compactMap { interface in networks.first { $0.id == interface.network } }
        return own.first { !$0.isInternal }?.gateway
    }

    /// Tells the name server who has which name now.
    public func publishNames() async throws {
        drivers.names.update(try nameTable(of: await state.containers))
    }

    private func nameTable(of records: [ContainerRecord]) throws -> NameTable {
        let project = currentProject
        let networks = try drivers.store.networks()
        let byID = Dictionary(networks.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let joined = Set(records.flatMap { $0.interfaces.map(\.network) })
        let zones = networks.filter { joined.contains($0.id) }.map { network in
            var zone = NameTable.Network(
                name: network.name, key: network.key, subnets: [network.subnet], gateways: [network.gateway])
            zone.isInternal = network.isInternal
            return zone
        }
        let known = Set(zones.map(\.name))
        let resolver = try ContainerFiles.hostResolver()
        let containers = records.filter { !$0.isLeaving }.map { record in
            let resolution = record.service.nameResolution
            var container = NameTable.Container(
                id: record.status.id, name: record.status.name, service: record.service.name,
                endpoints: zip(record.interfaces, record.service.networks).compactMap {
                    interface, attachment in
                    byID[interface.network].map {
                        .init(network: $0.name, addresses: [interface.address], aliases: attachment.aliases)
                    }
                })
            container.hostname = record.service.hostname
            container.isRunning = record.status.state == .running || record.status.state == .paused
            container.setsNdots = resolver.overridden(by: resolution).setsNdots
            container.asksOwnServers = !resolution.servers.isEmpty
            return container
        }
        let services = project.services.map { service in
            var declared = NameTable.DeclaredService(service, of: project)
            declared.aliases = declared.aliases.filter { known.contains($0.key) }
            return declared
        }
        return try NameTable(networks: zones, containers: containers, services: services)
    }
}

extension NetworkRecord {
    /// The network as the kernel's driver takes it.
    func description() throws -> NetworkDescription {
        try NetworkDescription(
            id: NetworkID(id), subnet: CIDRv4(subnet), gateway: IPv4Address(gateway), isInternal: isInternal)
    }

    /// The wanted address if it is free, else the first free one that is promised to nobody.
    func freeAddress(wanted: String, taken: Set<String>, promised: Set<String>) throws -> String {
        if !wanted.isEmpty, !taken.contains(wanted) { return wanted }
        let free = try CIDRv4(subnet).hosts.lazy.map { "\(IPv4Address(value: $0))" }
            .first { $0 != gateway && !taken.contains($0) && !promised.contains($0) }
        guard let free else {
            throw Failure(
                .runtime, "network \"\(name)\": no address of \(subnet) is free",
                remedy: "give it a larger subnet by ipam.config")
        }
        return free
    }
}
