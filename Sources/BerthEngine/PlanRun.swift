public import BerthImages
public import BerthModel
internal import BerthNetwork
public import BerthPlanner
internal import BerthStore
internal import Synchronization

/// One walk through a plan: what the steps share, and what has to be undone when it fails.
public final class PlanRun: Sendable {
    /// What a run is about.
    public struct Context: Sendable {
        /// The project that the plan was made for.
        public var project: Project
        /// The image of each service that gets a new container.
        public var images: [String: Image] = [:]
        /// The images whose files services mount, by reference.
        public var mountedImages: [String: Image] = [:]
        /// Replaces the stop grace period of every container.
        public var stopTimeout: Duration?
        /// True when containers that are replaced do not pass their anonymous volumes on.
        public var renewsAnonymousVolumes = false

        /// Describes a run for a project.
        public init(project: Project) { self.project = project }
    }

    /// The plan that is walked.
    public let plan: Plan
    let engine: Engine
    let context: Context
    private let emit: @Sendable (StackEvent) -> Void
    private let promises = Mutex<[ContainerName: Promise]>([:])
    private let made = Mutex(Made())
    private let predecessors = Mutex<[ContainerName: Predecessor]>([:])

    /// What a container that is replaced passes on to its successor.
    struct Predecessor: Sendable {
        /// False for a container that takes the place of none.
        var isThere = false
        var addresses: [String: String] = [:]
        var anonymousVolumes: [String: String] = [:]
        /// True when its data must outlive a successor that cannot be made.
        var hasAnonymousVolumes: Bool { !anonymousVolumes.isEmpty }
    }

    /// The networks and volumes that this run made, by their real names.
    private struct Made: Sendable {
        var networks: [String] = []
        var volumes: [String] = []
    }

    /// Prepares a run on an engine; `emit` receives the progress of each step.
    public init(
        _ plan: Plan, on engine: Engine, _ context: Context, emit: @escaping @Sendable (StackEvent) -> Void
    ) {
        self.plan = plan
        self.engine = engine
        self.context = context
        self.emit = emit
    }

    /// Performs one step and reports its begin and end.
    public func perform(_ step: Step) async throws {
        let words = ProgressWords(step.operation, context)
        report(words, words?.doing, .working)
        var done = words?.done
        do { done = try await act(step.operation) ?? done } catch let failure as Failure
            where plan.isOptional(step)
        {
            report(words, "Skipped", .done)
            return emit(.warning("optional dependency: \(failure)"))
        } catch {
            report(words, "Error", .failed, detail: "\(error)")
            throw error
        }
        report(words, done, .done)
    }

    /// Removes what this run made and never started, when it has failed.
    public func undo() async {
        for (name, promise) in promises.withLock({ $0 }) {
            guard let record = await engine.state.container(promise.id) else {
                engine.reservations.release(container: promise.id)
                continue
            }
            if record.status.startedAt != nil { continue }
            // The failure that led here is the one to report; `down` sweeps what could not be removed.
            let keeps = predecessors.withLock { $0[name]?.hasAnonymousVolumes == true }
            try? await engine.remove(promise.id, keepingAnonymousVolumes: keeps)
        }
        let records = await engine.state.containers
        let (networks, volumes) = made.withLock { ($0.networks, $0.volumes) }
        // As above: what cannot be removed now is what `down` finds.
        for name in networks where !records.contains(where: { $0.status.addresses[name] != nil }) {
            _ = try? engine.removeNetwork(named: name)
        }
        for name in volumes { _ = try? await engine.removeVolume(named: name) }  // as above
    }

    /// Gives back the ports that were taken for containers that will not be made.
    func releasePromises() {
        for promise in promises.withLock({ Array($0.values) }) {
            engine.reservations.release(container: promise.id)
        }
    }

    /// Keeps what is promised to a container.
    func keep(_ promise: Promise, for name: ContainerName) { promises.withLock { $0[name] = promise } }

    /// Carries an operation out; gives back what to say instead of the usual word when it ended otherwise.
    private func act(_ operation: BerthPlanner.Operation) async throws -> String? {
        switch operation {
        case .createNetwork(let key, _): try createNetwork(key)
        case .removeNetwork(let name):
            return try engine.removeNetwork(named: name).isEmpty ? nil : "Resource is still in use"
        case .createVolume(let key, _): try createVolume(key)
        case .removeVolume(let name):
            return try await engine.removeVolume(named: name) ? nil : "Resource is still in use"
        case .createContainer(let name): try await createContainer(name)
        case .startContainer(let name): try await engine.start(try await id(of: name), by: .user)
        case .stopContainer(let name):
            try await engine.stop(try await id(of: name), timeout: context.stopTimeout)
        case .removeContainer(let name): try await removeContainer(name)
        case .awaitCondition(let service, let condition): try await engine.await(condition, of: service)
        }
        return nil
    }

    private func createNetwork(_ key: String) throws {
        guard let network = context.project.network(keyed: key) else { return }
        try engine.createNetwork(network)
        made.withLock { $0.networks.append(network.name) }
    }

    private func createVolume(_ key: String) throws {
        guard let volume = context.project.volume(keyed: key) else { return }
        try engine.createVolume(volume)
        made.withLock { $0.volumes.append(volume.name) }
    }

    private func createContainer(_ name: ContainerName) async throws {
        guard let service = context.project.service(named: name.service),
            let image = context.images[name.service], let promise = promises.withLock({ $0[name] })
        else { throw Failure(.notFound, "service \"\(name.service)\" has no image to create from") }
        try await engine.create(
            ContainerOrder(
                promise: promise, name: name, service: service, image: image,
                mountedImages: context.mountedImages,
                predecessor: predecessors.withLock { $0[name] } ?? Predecessor()))
    }

    private func removeContainer(_ name: ContainerName) async throws {
        guard let record = await engine.state.container(named: name.name) else { return }
        let passesOn = !context.renewsAnonymousVolumes && replaces(name)
        predecessors.withLock {
            $0[name] = Predecessor(
                isThere: true,
                addresses: Dictionary(
                    record.interfaces.map { ($0.network, $0.address) },
                    uniquingKeysWith: { first, _ in first }),
                anonymousVolumes: passesOn ? record.anonymousVolumes : [:])
        }
        try await engine.remove(record.status.id, keepingAnonymousVolumes: passesOn)
    }

    /// True when the plan makes a container anew that it removes.
    private func replaces(_ name: ContainerName) -> Bool {
        plan.steps.contains { $0.operation == .createContainer(name) }
    }

    private func id(of name: ContainerName) async throws -> String {
        guard let record = await engine.state.container(named: name.name) else {
            throw Failure(.notFound, "there is no container \"\(name.name)\"")
        }
        return record.status.id
    }

    /// Tells of something that has no effect.
    func warn(_ finding: Diagnostic) {
        let place = finding.location.map { "\($0): " } ?? ""
        emit(.warning("\(place)\(finding.message)\(finding.remedy.isEmpty ? "" : "; \(finding.remedy)")"))
    }

    private func report(
        _ words: ProgressWords?, _ text: String?, _ status: ProgressEvent.Status, detail: String = ""
    ) {
        guard let words, let text else { return }
        var event = ProgressEvent(words.subject, words.name, text, status)
        event.detail = detail
        emit(.progress(event))
    }
}
