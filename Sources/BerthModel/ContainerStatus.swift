/// What is known of one container: recorded by its supervisor, checked against the kernel by whoever reads it.
public struct ContainerStatus: Sendable, Hashable, Codable {
    /// The phases of a life, in the words of `docker compose ps`.
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        case created, running, paused, restarting, removing, exited, dead
    }

    /// The verdict of the health check.
    public enum Health: String, Sendable, Hashable, Codable {
        /// There is no health check.
        case none = ""
        /// No verdict yet.
        case starting
        /// The last probe succeeded.
        case healthy
        /// So many probes in a row failed that it counts.
        case unhealthy
    }

    /// A published port with the host's port that was chosen.
    public struct PublishedPort: Sendable, Hashable, Codable {
        /// The host's address; `0.0.0.0` and `::` for all.
        public var address: String
        /// The host's port; 0 for a port that is only exposed.
        public var published: UInt16
        /// The port in the container.
        public var target: UInt16
        /// The protocol.
        public var transport: PortMapping.Transport

        /// Creates a published port.
        public init(address: String, published: UInt16, target: UInt16, transport: PortMapping.Transport) {
            self.address = address
            self.published = published
            self.target = target
            self.transport = transport
        }
    }

    /// The 64 hexadecimal digits that identify it.
    public var id: String
    /// Its name, such as `shop-web-1`.
    public var name: String
    /// Its project.
    public var project: String
    /// Its service.
    public var service: String
    /// Its number within the service, from one.
    public var number: Int
    /// The image reference as written.
    public var image: String
    /// The process's arguments.
    public var command: [String] = []
    /// The path of the OCI runtime that makes its processes; nil where none was recorded.
    public var runtime: String?
    /// The phase of its life.
    public var state: State = .created
    /// The verdict of its health check.
    public var health: Health = .none
    /// The process id in the host's namespace, while it runs.
    public var pid: Int32?
    /// The exit status of its last end.
    public var exitStatus: Int32?
    /// True when its last end was by the kernel's memory killer.
    public var wasOutOfMemory = false
    /// Seconds since 1970.
    public var createdAt: Double = 0
    /// Seconds since 1970, of its last start.
    public var startedAt: Double?
    /// Seconds since 1970, of its last end.
    public var finishedAt: Double?
    /// How often the restart policy started it again.
    public var restarts = 0
    /// Its published ports.
    public var ports: [PublishedPort] = []
    /// Its address by the real name of each network.
    public var addresses: [String: String] = [:]
    /// What is mounted: volume names and host paths, by target.
    public var mounts: [String: String] = [:]
    /// All its labels.
    public var labels: [String: String] = [:]
    /// The digest of the definition it was created from.
    public var configHash = ""
    /// The name of the logging driver, where one is written.
    public var logDriver: String?

    /// False when what it writes is kept nowhere.
    public var isLogKept: Bool { logDriver != "none" }

    /// Creates the status of a new container.
    public init(id: String, name: String, project: String, service: String, number: Int, image: String) {
        self.id = id
        self.name = name
        self.project = project
        self.service = service
        self.number = number
        self.image = image
    }
}
