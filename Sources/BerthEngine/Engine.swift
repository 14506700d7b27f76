public import BerthImages
public import BerthModel
public import BerthNames
public import BerthNetwork
public import BerthStore
public import LinuxSystem
public import OCIRuntime
internal import Synchronization

/// The parts of the host that an engine acts on.
public struct Drivers: Sendable {
    /// Where everything is kept.
    public let installation: Installation
    /// The records.
    public let store: Store
    /// The images.
    public let images: ImageStore
    /// Bridges, interfaces and published ports.
    public let network: NetworkDriver
    /// The name server of the stack.
    public let names: NameServer
    /// The OCI runtime.
    public let runtime: Runtime
    /// The monitor of containers.
    public let monitor: Monitor
    /// The system call filters.
    public let seccomp: SeccompPrograms
    /// The control group hierarchies.
    public let cgroups: CgroupHierarchies

    /// Gathers the parts.
    public init(
        installation: Installation, store: Store, images: ImageStore, network: NetworkDriver,
        names: NameServer,
        runtime: Runtime, monitor: Monitor, seccomp: SeccompPrograms, cgroups: CgroupHierarchies
    ) {
        self.installation = installation
        self.store = store
        self.images = images
        self.network = network
        self.names = names
        self.runtime = runtime
        self.monitor = monitor
        self.seccomp = seccomp
        self.cgroups = cgroups
    }
}

/// Acts on the containers of one stack: one function an act, each of which may be repeated after a crash.
///
/// It decides nothing: what is done, and in which order, is the plan's and the supervisor's.
public final class Engine: Sendable {
    /// What is recorded of the containers.
    public let state: StackState
    /// The ids of containers whose process was made, as they are; the supervisor watches each until it ends.
    public let launches: AsyncStream<String>

    let drivers: Drivers
    private let launched: AsyncStream<String>.Continuation
    let reservations: PortReservations
    let lives = KeyedQueue()
    let probing = KeyedQueue()
    private let live = Mutex<[String: MonitoredContainer]>([:])
    private let project: Mutex<Project>

    /// Acts on a stack through the drivers.
    public init(project: Project, state: StackState, drivers: Drivers) {
        self.state = state
        self.drivers = drivers
        self.project = Mutex(project)
        reservations = PortReservations(network: drivers.network)
        (launches, launched) = AsyncStream.makeStream()
    }

    /// The project that names and networks are taken from.
    public var currentProject: Project { project.withLock { $0 } }

    /// Uses a new version of the project from now on.
    public func use(_ new: Project) { project.withLock { $0 = new } }

    /// The processes of a container; nil when it has none.
    public func processes(of id: String) -> MonitoredContainer? { live.withLock { $0[id] } }

    /// Keeps the processes of a container and has them watched.
    func keep(_ container: MonitoredContainer) {
        live.withLock { $0[container.record.id] = container }
        launched.yield(container.record.id)
    }

    /// Forgets the processes of a container that has ended.
    func forget(_ id: String) { live.withLock { _ = $0.removeValue(forKey: id) } }
}
