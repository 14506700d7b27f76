internal import BerthModel
internal import BerthStore

/// Finds the containers whose namespaces a service's containers join.
struct NamespaceResolution {
    /// The project of the service.
    let project: String
    /// The containers of all projects, by project, service and number.
    let records: [ContainerRecord]

    /// Whose namespaces a container of a service is in.
    ///
    /// Throws when a container that it names is not there.
    func ownership(of service: Service) throws -> NamespaceOwnership {
        var ownership = NamespaceOwnership()
        for joined in service.joinedNamespaces {
            let id = try owner(joined, of: service).status.id
            if !ownership.named.contains(id) { ownership.named.append(id) }
        }
        ownership.network = try source(
            service.networkMode?.owner, "network_mode", \.network, of: service)
        ownership.ipc = try source(service.namespaces.ipc?.owner, "ipc", \.ipc, of: service)
        ownership.processes = try source(service.namespaces.processes, "pid", \.processes, of: service)
        return ownership
    }

    /// The container that an owner stands for; nil when it is not there.
    func container(of owner: Namespaces.Owner) -> ContainerRecord? {
        switch owner {
        case .host: nil
        case .service(let name):
            records.first {
                $0.status.project == project && $0.status.service == name && !$0.isLeaving
            }
        case .container(let text):
            // A name wins over an id that begins like it.
            records.first { $0.status.name == text && !$0.isLeaving }
                ?? records.first { $0.status.id.hasPrefix(text) && text.count >= 4 && !$0.isLeaving }
        }
    }

    private func source(
        _ owner: Namespaces.Owner?, _ attribute: String,
        _ kind: KeyPath<NamespaceOwnership, NamespaceOwnership.Source>, of service: Service
    ) throws -> NamespaceOwnership.Source {
        guard let owner else { return .own }
        if owner == .host { return .host }
        let record = try self.owner(JoinedNamespace(attribute: attribute, owner: owner), of: service)
        // What the owner has from another is that one's.
        let source = record.namespaces?[keyPath: kind] ?? .own
        return source == .own ? .container(record.status.id) : source
    }

    private func owner(_ joined: JoinedNamespace, of service: Service) throws -> ContainerRecord {
        if let record = container(of: joined.owner) { return record }
        throw Failure(
            .notFound,
            "service \"\(service.name)\": \(joined.owner.words) of \"\(joined.attribute)\" is not there",
            at: service.location(of: joined.attribute), remedy: "create it first")
    }
}

extension Namespaces.Owner {
    /// What a message calls it.
    var words: String {
        switch self {
        case .host: "the host"
        case .service(let name): "a container of service \"\(name)\""
        case .container(let name): "container \"\(name)\""
        }
    }
}
