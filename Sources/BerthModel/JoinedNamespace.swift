/// A namespace that a service has from another in place of one of its own.
public struct JoinedNamespace: Sendable, Hashable {
    /// The attribute that says so: `network_mode`, `ipc` or `pid`.
    public let attribute: String
    /// Whose it is; never the host.
    public let owner: Namespaces.Owner

    /// Names a namespace by the attribute and its owner.
    public init(attribute: String, owner: Namespaces.Owner) {
        self.attribute = attribute
        self.owner = owner
    }
}

extension Service {
    /// The namespaces that its containers have from other containers.
    public var joinedNamespaces: [JoinedNamespace] {
        let owners = [
            ("network_mode", networkMode?.owner), ("ipc", namespaces.ipc?.owner),
            ("pid", namespaces.processes),
        ]
        return owners.compactMap { attribute, owner in
            guard let owner, owner != .host else { return nil }
            return JoinedNamespace(attribute: attribute, owner: owner)
        }
    }
}

extension Project {
    /// The services whose containers' namespaces a service joins, by their names or those of their containers.
    public func namespaceOwners(of service: Service) -> [String] {
        service.joinedNamespaces.compactMap { serviceName(of: $0.owner) }
    }

    /// The service of the project that a container of the owner belongs to; nil when it is none's.
    public func serviceName(of owner: Namespaces.Owner) -> String? {
        switch owner {
        case .host: nil
        case .service(let name): name
        case .container(let name):
            services.first { service in
                (1...max(1, service.replicas)).contains {
                    service.containerName(project: self.name, number: $0) == name
                }
            }?.name
        }
    }
}

extension NetworkMode {
    /// Whose network it is; nil for one of its own.
    public var owner: Namespaces.Owner? {
        switch self {
        case .host: .host
        case .service(let name): .service(name)
        case .container(let name): .container(name)
        case .none, .network: nil
        }
    }
}

extension Namespaces.IPC {
    /// Whose message queues and shared memory they are; nil for its own.
    public var owner: Namespaces.Owner? {
        guard case .joined(let owner) = self else { return nil }
        return owner
    }
}
