/// A service of a project: what its containers are made of (Compose Specification, "services").
public struct Service: Sendable, Hashable, Codable {
    /// The key in the file.
    public var name: String
    /// Where the service is defined.
    public var location: Location?
    /// Where its attributes are written, by their names.
    public var attributeLocations: [String: Location] = [:]
    /// The image reference as written.
    public var image: String
    /// Where the image is named.
    public var imageLocation: Location?
    /// When the image is pulled; nil when nothing was written: `up` takes what is here, and `pull` pulls.
    public var pullPolicy: PullPolicy?
    /// Replaces the image's CMD; nil keeps it, an empty list clears it.
    public var command: [String]?
    /// Replaces the image's ENTRYPOINT and clears its CMD; nil keeps it, an empty list clears it.
    public var entrypoint: [String]?
    /// The variables of `environment` and `env_file`, resolved, sorted by name.
    public var environment: [EnvironmentVariable] = []
    /// The published ports.
    public var ports: [PortMapping] = []
    /// The volumes and bind mounts.
    public var mounts: [ServiceMount] = []
    /// The services it waits for, sorted by name.
    public var dependencies: [Dependency] = []
    /// The health check; nil keeps the image's.
    public var healthcheck: Healthcheck?
    /// The networks it is on, by priority and then by name; empty only with a network mode or a provider.
    public var networks: [NetworkAttachment] = []
    /// What its containers have in place of networks; nil means the networks above.
    public var networkMode: NetworkMode?
    /// The hardware address on its first network.
    public var hardwareAddress: String?
    /// How its containers find the addresses of names.
    public var nameResolution = NameResolution()
    /// The services that have further names for it.
    public var links: [Link] = []
    /// The containers of other projects that have further names for it.
    public var externalLinks: [Link] = []
    /// The ports that others may use, as written; nothing keeps them from others.
    public var exposedPorts: [String] = []
    /// Whose volumes its containers have too.
    public var sharedVolumes: [SharedVolumes] = []
    /// The configs that its containers have.
    public var configs: [FileReference] = []
    /// The secrets that its containers have.
    public var secrets: [FileReference] = []
    /// What takes its output; nil leaves it to the engine.
    public var logDriver: LogDriver?
    /// When its containers are started again.
    public var restart: RestartPolicy = .no
    /// Replaces the image's WORKDIR.
    public var workingDirectory: String?
    /// Replaces the image's USER: `user[:group]`, names or numbers.
    public var user: String?
    /// The user's labels.
    public var labels: [String: String] = [:]
    /// What runtimes and other programs are told about its containers (`annotations`).
    public var annotations: [String: String] = [:]
    /// The fixed name of its only container.
    public var containerName: String?
    /// The host name inside its containers.
    public var hostname: String?
    /// The domain name inside its containers.
    public var domainName: String?
    /// The runtime that runs its containers; nil leaves it to the engine.
    public var runtime: String?
    /// True to give its main process a terminal.
    public var hasTerminal = false
    /// True to keep the standard input of its main process open.
    public var keepsInputOpen = false
    /// Whether a first process collects orphans and passes signals on; nil leaves it to the engine.
    public var hasInit: Bool?
    /// True to keep its processes from writing to the image's files.
    public var isReadOnly = false
    /// What its containers may use of the machine.
    public var resources = Resources()
    /// What its processes may do.
    public var privileges = Privileges()
    /// What its containers share with others and with the host.
    public var namespaces = Namespaces()
    /// The devices that its containers have.
    public var devices = Devices()
    /// The file systems in memory of the short form.
    public var temporaryFileSystems: [TemporaryFileSystem] = []
    /// The kernel's settings for its containers.
    public var kernelSettings: [String: String] = [:]
    /// The control group above those of its containers.
    public var controlGroupParent: String?
    /// Options of the storage of its containers' files: `size`.
    public var storageOptions: [String: String] = [:]
    /// What a scheduler would have to find on a machine.
    public var genericResources: [GenericResource] = []
    /// How a Windows container is kept apart.
    public var isolation: String?
    /// The account of a Windows container.
    public var credentials: CredentialSpecification?
    /// Replaces the image's STOPSIGNAL.
    public var stopSignal: String?
    /// How long a stop waits before it kills; nil means ten seconds.
    public var stopGracePeriod: Duration?
    /// The profiles that enable it.
    public var profiles: [String] = []
    /// The number of containers.
    public var replicas = 1
    /// How its image is built.
    public var build: Build?
    /// How its containers are spread and replaced.
    public var deployment: Deployment?
    /// What is done when files of the host change.
    public var watchRules: [WatchRule] = []
    /// The containers that end before its own start.
    public var initContainers: [InitContainer] = []
    /// What is run in a container after its start.
    public var startHooks: [Hook] = []
    /// What is run in a container before it is stopped.
    public var stopHooks: [Hook] = []
    /// The program that provides it in place of containers.
    public var provider: Provider?
    /// The language models that it uses, sorted by key.
    public var models: [ModelReference] = []
    /// The kind of machine that its image is for; nil is the host's.
    public var platform: Platform?
    /// False keeps its output out of what `up` shows.
    public var isAttached = true
    /// True for access to the engine's own interface.
    public var usesEngineSocket = false
    /// A text about pulling that has no meaning yet (`pull_refresh_after`).
    public var pullRefreshAfter: String?
    /// A digest of the definition that changes exactly when a container would have to be recreated.
    public var configHash = ""

    /// Creates a service.
    public init(name: String, image: String) {
        self.name = name
        self.image = image
    }

    /// Where an attribute is written, or else the service.
    public func location(of attribute: String) -> Location? { attributeLocations[attribute] ?? location }
}

/// A variable of a container's environment.
public struct EnvironmentVariable: Sendable, Hashable, Codable {
    /// The name.
    public var name: String
    /// The value.
    public var value: String

    /// Creates a variable.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// When an image is pulled (`pull_policy`).
public enum PullPolicy: Sendable, Hashable, Codable {
    /// Before every creation.
    case always
    /// Never: a missing image is an error.
    case never
    /// When it is not there.
    case missing
    /// When the last pull is older than this.
    case every(Duration)
    /// Not at all, for it is built; what nothing builds is pulled when it is not there.
    case build
}

/// A service another one waits for (`depends_on`).
public struct Dependency: Sendable, Hashable, Codable {
    /// What must hold before the dependent starts.
    public enum Condition: String, Sendable, Hashable, Codable, CaseIterable {
        /// Its containers were started.
        case started = "service_started"
        /// Its health check says healthy.
        case healthy = "service_healthy"
        /// Its containers ended with status 0.
        case completedSuccessfully = "service_completed_successfully"
    }

    /// The service waited for.
    public var service: String
    /// What must hold.
    public var condition: Condition = .started
    /// True when the dependent is restarted after an explicit change of the dependency.
    public var restartsDependent = false
    /// False when the dependent starts even if the dependency is missing or failed.
    public var isRequired = true
    /// Where it is written.
    public var location: Location?

    /// Creates a dependency.
    public init(on service: String) { self.service = service }
}

/// When a container that ended is started again (`restart`).
public enum RestartPolicy: Sendable, Hashable, Codable {
    /// Never.
    case no
    /// Whatever its exit status was.
    case always
    /// After an exit status other than 0, at most so many times; nil is without limit.
    case onFailure(maximum: Int?)
    /// As `always`, except after a stop by the user.
    case unlessStopped
}

/// How it is found out whether a container is healthy (`healthcheck`).
///
/// Absent values keep the image's or the default.
public struct Healthcheck: Sendable, Hashable, Codable {
    /// The probe.
    public enum Test: Sendable, Hashable, Codable {
        /// The image's own probe.
        case inherited
        /// No probe.
        case none
        /// A command with arguments (`CMD`).
        case command([String])
        /// A command line for the container's shell (`CMD-SHELL`).
        case shell(String)
    }

    /// The probe.
    public var test: Test = .inherited
    /// The time between probes; default 30 s.
    public var interval: Duration?
    /// How long a probe may take; default 30 s.
    public var timeout: Duration?
    /// The failures in a row that make it unhealthy; default 3.
    public var retries: Int?
    /// The time after the start in which failures do not count; default 0.
    public var startPeriod: Duration?
    /// The time between probes during the start period; default 5 s.
    public var startInterval: Duration?

    /// Creates a health check that inherits everything.
    public init() {}
}
