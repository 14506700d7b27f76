/// What of a stack exists on the host, as one snapshot.
public struct ObservedState: Sendable, Hashable {
    /// The containers, sorted by service and number.
    public var containers: [ObservedContainer]
    /// The networks of the project.
    public var networks: [ObservedNetwork]
    /// The real names of the named volumes of the project.
    public var volumes: [String]

    /// Describes what exists.
    public init(
        containers: [ObservedContainer] = [], networks: [ObservedNetwork] = [], volumes: [String] = []
    ) {
        self.containers = containers.sorted {
            ($0.name.service, $0.name.number) < ($1.name.service, $1.name.number)
        }
        self.networks = networks
        self.volumes = volumes
    }

    /// The containers of a service, by number.
    func containers(of service: String) -> [ObservedContainer] {
        containers.filter { $0.name.service == service }
    }

    /// The containers that join a namespace of a container.
    func containers(joining container: ObservedContainer) -> [ObservedContainer] {
        containers.filter { !container.id.isEmpty && $0.owners.contains(container.id) }
    }

    /// The given services and those with containers whose processes end with one of theirs.
    func servicesEnding(with services: [String]) -> [String] {
        let ids = containers.filter { services.contains($0.name.service) }.map(\.id)
        let ending = containers.filter { $0.processOwner.map(ids.contains) ?? false }.map(\.name.service)
        return services + Set(ending).subtracting(services).sorted()
    }

    /// The services with containers that join a namespace of a container of the given services, directly or not.
    public func servicesJoining(_ services: [String]) -> [String] {
        var reached = Set(services)
        var open = containers.filter { reached.contains($0.name.service) }
        while let container = open.popLast() {
            open += containers(joining: container).filter { reached.insert($0.name.service).inserted }
        }
        return reached.subtracting(services).sorted()
    }
}

/// A container that exists.
public struct ObservedContainer: Sendable, Hashable {
    /// Its place in the project.
    public var name: ContainerName
    /// True while its process runs.
    public var isRunning: Bool
    /// True while its restart policy is about to start it again.
    public var isRestarting = false
    /// True when its creation did not end: it can only be removed.
    public var isIncomplete = false
    /// The digest of the definition it was made from.
    public var configHash: String
    /// The id of the image it was made from.
    public var imageID: String
    /// The ids of the images whose files it mounts, by reference.
    public var mountedImages: [String: String] = [:]
    /// The services it depends on, from the definition it was made from.
    public var dependencies: [String] = []
    /// Its id.
    public var id = ""
    /// The ids of the containers whose namespaces it joins.
    public var owners: [String] = []
    /// The id of the container without whose process its own ends; nil for none.
    public var processOwner: String?

    /// Describes a container.
    public init(name: ContainerName, isRunning: Bool, configHash: String, imageID: String) {
        self.name = name
        self.isRunning = isRunning
        self.configHash = configHash
        self.imageID = imageID
    }
}

/// A network that exists.
public struct ObservedNetwork: Sendable, Hashable {
    /// The real name.
    public var name: String
    /// The digest of the definition it was made from.
    public var configHash: String

    /// Describes a network.
    public init(name: String, configHash: String) {
        self.name = name
        self.configHash = configHash
    }
}
