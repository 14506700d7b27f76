internal import BerthControl
internal import BerthEngine
internal import BerthImages
internal import BerthModel
internal import BerthNames
internal import BerthNetwork
internal import BerthStore
internal import LinuxSystem
internal import Logging
internal import OCIRuntime

/// Runs the supervisor of a stack until the stack is down, and returns the exit status: 0 when there is nothing
/// more to supervise, so that the guardian ends too.
func superviseStack(_ place: StackPlace) async -> Int32 {
    ignoreBrokenPipes()
    let log = Logger(label: place.project) { StreamLogHandler.standardError(label: $0) }
    let supervisor: Supervisor
    do {
        try becomeSubreaper()
        try raiseDescriptorLimit()
        supervisor = try makeSupervisor(place, log)
        try await supervisor.adopt()
    } catch {
        log.error("cannot begin: \(error)")
        place.report("\(error)")
        return 0
    }
    do {
        try await run(supervisor, place)
        return 0
    } catch {
        log.critical("ended: \(error)")
        return 1
    }
}

/// Serves the control socket and watches containers until the supervisor says that the stack is gone.
private func run(_ supervisor: Supervisor, _ place: StackPlace) async throws {
    let server = ControlServer(path: place.socket, handler: supervisor)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { @Sendable in
            try await server.run { place.report(StackPlace.readyWord) }
        }
        group.addTask { @Sendable in try await supervisor.watchContainers() }
        group.addTask { @Sendable in await supervisor.finished() }
        // The first to end is `finished`, or a part that failed.
        try await group.next()
        group.cancelAll()
    }
}

private func makeSupervisor(_ place: StackPlace, _ log: Logger) throws -> Supervisor {
    let installation = place.installation
    let store = try Store(installation)
    let project = try store.stack(place.project)?.project ?? Project(name: place.project, workingDirectory: "/")
    let broadcast = Broadcast()
    let state = try StackState(project: place.project, store: store, now: currentTime) {
        broadcast.send(.container($0))
    }
    let runtime = try Runtime.choose(stateDirectory: installation.runtimeState)
    let drivers = Drivers(
        installation: installation, store: store, images: try ImageStore(installation),
        network: try NetworkDriver(group: LinkGroup(project: place.project, in: installation)),
        names: NameServer(), runtime: runtime,
        monitor: try Monitor(runtime: runtime, exitDirectory: place.exits),
        seccomp: try SeccompPrograms(directory: "\(installation.root)/seccomp"), cgroups: try .mounted())
    let engine = Engine(project: project, state: state, drivers: drivers)
    return Supervisor(place: place, store: store, engine: engine, broadcast: broadcast, log: log)
}
