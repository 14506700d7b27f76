public import BerthModel

/// What a command asks of a stack's supervisor; a JSON-RPC 2.0 method with its parameters.
public enum ControlRequest: Sendable, Hashable {
    /// Bring the project about.
    case up(UpRequest)
    /// Stop and remove containers and networks; the supervisor ends when nothing is left.
    case down(DownRequest)
    /// Stop containers and keep them.
    case stop(StopRequest)
    /// Start containers that exist.
    case start(ServiceSelection)
    /// Stop and start containers that exist.
    case restart(StopRequest)
    /// Send a signal to containers.
    case kill(KillRequest)
    /// What is known of every container of the stack.
    case status
    /// Stay connected and receive every event of the stack until the connection closes.
    case events
}

/// The services a request is about; empty means all.
public struct ServiceSelection: Sendable, Hashable, Codable {
    /// The names, in the order given.
    public var services: [String]

    /// Selects services.
    public init(services: [String] = []) { self.services = services }
}

/// The parameters of `up`.
public struct UpRequest: Sendable, Hashable, Codable {
    /// Which existing containers are replaced.
    public enum Recreation: String, Sendable, Hashable, Codable {
        /// Those whose definition changed.
        case diverged
        /// All.
        case force
        /// None.
        case never
    }

    /// What `up` waits for before it answers.
    public enum Wait: String, Sendable, Hashable, Codable {
        /// The starts.
        case started
        /// Every service running, or healthy where it has a health check (`--wait`).
        case healthy
    }

    /// The loaded project.
    public var project: Project
    /// The services to bring up with their dependencies; empty means all.
    public var services: [String] = []
    /// Which existing containers are replaced.
    public var recreation: Recreation = .diverged
    /// True removes containers of services that the project does not define.
    public var removesOrphans = false
    /// Numbers of containers that differ from the project's, by service.
    public var scale: [String: Int] = [:]
    /// Replaces the stop grace period of every service.
    public var stopTimeout: Duration?
    /// Replaces the pull policy of every service.
    public var pullPolicy: PullPolicy?
    /// True gives containers that are replaced new volumes in place of their anonymous ones (`-V`).
    public var renewsAnonymousVolumes = false
    /// The variables of the command, in which images are pulled: its home directory, its proxies, its logins.
    public var environment: [String: String] = [:]
    /// False leaves out the dependencies of the named services (`--no-deps`).
    public var includesDependencies = true
    /// False creates without starting (`--no-start`).
    public var startsContainers = true
    /// What is waited for.
    public var wait: Wait = .started
    /// How long `wait` may take; nil is without limit.
    public var waitTimeout: Duration?
    /// The most steps at once; nil is without limit.
    public var parallelism: Int?

    /// Asks for a whole project with the defaults.
    public init(project: Project) { self.project = project }
}

/// The parameters of `down`.
public struct DownRequest: Sendable, Hashable, Codable {
    /// The services to remove; empty means the whole stack.
    public var services: [String] = []
    /// True removes the project's volumes too.
    public var removesVolumes = false
    /// True removes containers of services that the project does not define.
    public var removesOrphans = false
    /// Replaces the stop grace period of every container.
    public var timeout: Duration?
    /// The loaded project when a file was found; nil acts on what is recorded alone.
    public var project: Project?

    /// Asks for the end of a whole stack with the defaults.
    public init() {}
}

/// The parameters of `stop` and `restart`.
public struct StopRequest: Sendable, Hashable, Codable {
    /// The services; empty means all.
    public var services: [String]
    /// Replaces the stop grace period of every container.
    public var timeout: Duration?

    /// Asks for a stop.
    public init(services: [String] = [], timeout: Duration? = nil) {
        self.services = services
        self.timeout = timeout
    }
}

/// The parameters of `kill`.
public struct KillRequest: Sendable, Hashable, Codable {
    /// The services; empty means all.
    public var services: [String]
    /// The signal by name or number, such as `SIGKILL`, `TERM` or `9`.
    public var signal: String

    /// Asks for a signal.
    public init(services: [String] = [], signal: String = "SIGKILL") {
        self.services = services
        self.signal = signal
    }
}

/// What the supervisor answers when a request succeeded.
public enum ControlReply: Sendable, Hashable, Codable {
    /// Done.
    case done
    /// The stack was gone, and its supervisor about to end, when it was the request's turn: ask again.
    case ended
    /// The containers of the stack, sorted by service and number.
    case containers([ContainerStatus])
}
