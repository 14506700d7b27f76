internal import BerthModel
internal import Firewall
public import LinuxSystem
internal import Netlink

extension NetworkDriver {
    /// Makes a container's namespace, ready for use: interfaces, addresses, the way out, and the port
    /// rewriting for the name server, which is to listen on 127.0.0.11 at port 1053.
    ///
    /// Its networks must be there. What an earlier attempt left under the same names is replaced; when it
    /// fails, nothing is left.
    public func attach(_ container: ContainerInterfaces) throws -> NetworkNamespace {
        try attempting("make the network namespace of container \(shortID(container.container))") {
            let namespace = NetworkNamespace(path: container.namespace)
            try namespace.remove()
            let bridges = try bridges(of: container)
            do { try create(container, bridges: bridges) } catch let error as NetlinkError
                where error.isAlreadyThere
            {
                // The host's ends of an earlier attempt, whose namespace the kernel has not cleaned up yet.
                try routes.perform(
                    container.hostEnds.map { .deleteLink(name: $0) }, accepting: \.isNotFound)
                try create(container, bridges: bridges)
            }
            return namespace
        }
    }

    /// Takes a container's namespace away; its interfaces go with the last process or socket in it.
    ///
    /// The published ports must be withdrawn by `unpublish`. Nothing happens when it is not there.
    public func detach(_ namespace: NetworkNamespace) throws {
        try attempting("remove the network namespace \(namespace.path)") { try namespace.remove() }
    }

    private func bridges(of container: ContainerInterfaces) throws -> [Int32] {
        let networks = container.interfaces.map(\.network.id)
        return try zip(networks, routes.links(named: networks.map(\.bridge))).map { network, link in
            guard let link else {
                throw Failure(.notFound, "network \(network) has no bridge \(network.bridge)")
            }
            return link.index
        }
    }

    private func create(_ container: ContainerInterfaces, bridges: [Int32]) throws {
        let (routes, group) = (routes, group)
        let host = try NetworkNamespace.openingCurrent()
        try NetworkNamespace.create(at: container.namespace) {
            // The thread is inside now; `routes` still speaks for the host.
            for parameter in KernelParameter.ofContainer { try parameter.set() }
            let links = try RouteSocket()
            try links.perform(container.configuration(host: host.number, group: group))
            try routes.perform(container.connections(to: bridges))
            try NFTables().run(NameServerTable.load)
            try links.awaitRunning(container.names)
            // The host's ends take part in the bridge only from their own change of carrier on.
            _ = try routes.links(named: container.hostEnds)
        }
    }
}

/// The number of the loopback interface in every namespace.
private let loopback: Int32 = 1
/// The number of `eth0` in a container, clear of what the kernel makes by itself in a new namespace.
private let firstInterface: Int32 = 100

extension ContainerInterfaces {
    fileprivate var names: [String] { interfaces.indices.map { "eth\($0)" } }

    /// What is done inside, where the numbers of interfaces can be chosen, so that one exchange is enough.
    fileprivate func configuration(host: Int32, group: LinkGroup) -> [RouteRequest] {
        let made = zip(interfaces, hostEnds).enumerated().flatMap { index, made in
            let (interface, hostEnd) = made
            let number = firstInterface + Int32(index)
            let pair = VethPair(
                name: "eth\(index)", index: number,
                address: interface.hardwareAddress ?? MACAddress(for: interface.address),
                peer: VethPair.Peer(name: hostEnd, group: group.number, namespace: host))
            let length = interface.network.subnet.prefixLength
            return [
                RouteRequest.createPair(pair),
                .addAddress(interface.address, prefixLength: length, interface: number),
            ]
        }
        let route = defaultGateway.map { [RouteRequest.addDefaultRoute(gateway: $0)] } ?? []
        return [.setUp(interface: loopback)] + made + route
    }

    /// What is done on the host.
    ///
    /// Hairpin mode only where it is needed, as it sends broadcasts back to their sender.
    fileprivate func connections(to bridges: [Int32]) -> [RouteRequest] {
        let connections = zip(hostEnds, bridges).map { RouteRequest.connect(port: $0, bridge: $1) }
        return connections + (publishesPorts ? hostEnds.map { .setHairpin(port: $0) } : [])
    }
}

extension RouteSocket {
    /// Waits until links carry frames, without which the first packets would be lost.
    ///
    /// From Linux 6.7 on the first look is enough; before, a notice comes when the carrier is there. One
    /// that does not come within two seconds is not worth a failure.
    fileprivate func awaitRunning(_ names: [String]) throws(NetlinkError) {
        if try links(named: names).allSatisfy({ $0?.isRunning == true }) { return }
        let changes = try LinkChanges(waitingAtMost: 2)
        while try !links(named: names).allSatisfy({ $0?.isRunning == true }) {
            if try changes.next().isEmpty { return }
        }
    }
}
