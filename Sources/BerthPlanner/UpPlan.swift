public import BerthModel

/// What `up` is asked to bring about, beside the project itself.
public struct UpGoal: Sendable, Hashable {
    /// Which existing containers are replaced.
    public enum Recreation: Sendable, Hashable {
        /// Those whose definition, image or network changed.
        case diverged
        /// All.
        case force
        /// None.
        case never
    }

    /// The project.
    public var project: Project
    /// The services asked for; empty means all.
    public var services: [String] = []
    /// False leaves out the dependencies of the named services.
    public var includesDependencies = true
    /// Which existing containers are replaced.
    public var recreation: Recreation = .diverged
    /// Numbers of containers that differ from the project's, by service.
    public var scale: [String: Int] = [:]
    /// True removes containers of services that the project does not define.
    public var removesOrphans = false
    /// False creates without starting.
    public var startsContainers = true
    /// The id of the image of each service; a service without one keeps the image it has.
    public var images: [String: String] = [:]
    /// The ids of the images whose files services mount, by reference.
    public var mountedImages: [String: String] = [:]

    /// Asks for a whole project with the defaults.
    public init(project: Project) { self.project = project }

    /// The services the goal is about, each after those it depends on.
    public var selectedServices: [String] {
        let graph = ServiceGraph(of: project)
        let asked = services.isEmpty ? project.services.map(\.name) : services
        let selected = Set(includesDependencies ? graph.closure(of: asked) : asked)
        return graph.startOrder().filter(selected.contains)
    }
}

extension ServiceGraph {
    /// The graph of a project's enabled services.
    public init(of project: Project) {
        self.init(
            Dictionary(
                uniqueKeysWithValues: project.services.map {
                    ($0.name, $0.dependencies.map(\.service) + project.namespaceOwners(of: $0))
                }))
    }
}

extension Plan {
    /// The steps from what is observed to the goal; empty when the goal is met.
    public static func up(_ goal: UpGoal, from observed: ObservedState) -> Plan {
        var planner = UpPlanner(goal: goal, observed: observed)
        return planner.plan()
    }
}

/// Why a container is replaced with another one.
private let sharesNamespaces = "it shares namespaces with a container that is replaced"

/// Builds the plan of `up`, service by service in start order.
private struct UpPlanner {
    let goal: UpGoal
    let observed: ObservedState
    var result = Plan()
    /// The steps that make a container's surroundings: by network key and volume key.
    var networkSteps: [String: Int] = [:]
    var volumeSteps: [String: Int] = [:]
    /// The start steps of each service, and the waits for it.
    var waits = DependencyWaits()
    /// The services of which a container is replaced.
    var replaced: Set<String> = []
    /// The networks that are made anew.
    var renewedNetworks: Set<String> = []
    /// The steps that remove containers.
    var removals: [ContainerName: Int] = [:]
    /// What becomes of the containers that are wanted.
    var outcomes: [ContainerName: Outcome] = [:]

    /// A container that there is in the end.
    enum Outcome {
        case created(by: Int)
        case kept(id: String)
    }

    mutating func plan() -> Plan {
        let selected = goal.selectedServices
        let services = selected.compactMap(goal.project.service(named:))
        removeOrphans()
        planNetworks(of: services)
        planVolumes(of: services)
        for name in ServiceGraph(of: goal.project).startOrder() {
            guard let service = goal.project.service(named: name) else { continue }
            if selected.contains(name) { planContainers(of: service) } else { replaceJoined(of: service) }
        }
        return result
    }

    // MARK: Networks and volumes

    mutating func planNetworks(of services: [Service]) {
        for key in Set(services.flatMap { $0.networks.map(\.network) }).sorted() {
            guard let network = goal.project.network(keyed: key), !network.isExternal else { continue }
            guard let existing = observed.networks.first(where: { $0.name == network.name }) else {
                networkSteps[key] = result.add(
                    .createNetwork(key: key, name: network.name), because: "it does not exist")
                continue
            }
            if existing.configHash != network.configHash { renew(network) }
        }
    }

    /// Replaces a network whose definition changed: every container on it goes first.
    mutating func renew(_ network: Network) {
        let users = goal.project.services.filter { $0.networks.contains { $0.network == network.key } }
        let gone = users.flatMap { observed.containers(of: $0.name) }.map {
            removeSteps($0, because: "network \(network.name) changed")
        }
        let removal = result.add(
            .removeNetwork(name: network.name), because: "its definition changed", after: gone)
        networkSteps[network.key] = result.add(
            .createNetwork(key: network.key, name: network.name), because: "its definition changed",
            after: [removal])
        renewedNetworks.insert(network.key)
    }

    mutating func planVolumes(of services: [Service]) {
        let keys = services.flatMap(\.mounts).compactMap { mount -> String? in
            guard case .volume(let key, _) = mount.source else { return nil }
            return key
        }
        for key in Set(keys).sorted() {
            guard let volume = goal.project.volume(keyed: key), !volume.isExternal else { continue }
            guard !observed.volumes.contains(volume.name) else { continue }
            volumeSteps[key] = result.add(
                .createVolume(key: key, name: volume.name), because: "it does not exist")
        }
    }

    // MARK: Containers

    mutating func planContainers(of service: Service) {
        let wanted = goal.scale[service.name] ?? service.replicas
        var existing = observed.containers(of: service.name)
        if service.networks.contains(where: { renewedNetworks.contains($0.network) }) {
            recreateAll(&existing, of: service, wanted: wanted)
            return
        }
        removeSurplus(&existing, of: service, wanted: wanted)
        for container in existing { keepOrReplace(container, of: service) }
        let highest = existing.map(\.name.number).max() ?? 0
        for number in highest + 1..<highest + 1 + max(0, wanted - existing.count) {
            create(name(of: service, number), of: service, because: "it does not exist", after: [])
        }
    }

    mutating func recreateAll(_ existing: inout [ObservedContainer], of service: Service, wanted: Int) {
        replaced.insert(service.name)
        let numbers = existing.map(\.name.number).prefix(wanted)
        let fresh = (numbers.max() ?? 0) + 1
        for number in Array(numbers) + Array(fresh..<fresh + max(0, wanted - numbers.count)) {
            create(name(of: service, number), of: service, because: "a network of it changed", after: [])
        }
    }

    /// Removes what is too many: first what would be replaced anyway, then the highest numbers.
    mutating func removeSurplus(_ existing: inout [ObservedContainer], of service: Service, wanted: Int) {
        let ranked = existing.sorted { left, right in
            let stale = (divergence(of: left, service) != nil, divergence(of: right, service) != nil)
            return stale.0 != stale.1 ? stale.1 : left.name.number < right.name.number
        }
        for container in ranked.dropFirst(wanted) {
            _ = removeSteps(container, because: "only \(wanted) of service \(service.name) are wanted")
        }
        existing = ranked.prefix(wanted).sorted { $0.name.number < $1.name.number }
    }

    /// Makes those containers of a service anew that were removed with one whose namespaces they share.
    ///
    /// The service itself was not asked for.
    mutating func replaceJoined(of service: Service) {
        for container in observed.containers(of: service.name) {
            outcomes[container.name] = .kept(id: container.id)
            guard let removal = removals[container.name] else { continue }
            replaced.insert(service.name)
            create(container.name, of: service, because: sharesNamespaces, after: [removal])
        }
    }

    mutating func keepOrReplace(_ container: ObservedContainer, of service: Service) {
        if let reason = divergence(of: container, service) {
            replaced.insert(service.name)
            let removal = removeSteps(container, because: reason)
            create(container.name, of: service, because: reason, after: [removal])
            return
        }
        outcomes[container.name] = .kept(id: container.id)
        let restarting = service.dependencies.filter { $0.restartsDependent && replaced.contains($0.service) }
        guard goal.startsContainers else { return }
        if container.isRunning, let cause = restarting.first {
            let reason = "its dependency \(cause.service) is replaced"
            let stop = result.add(.stopContainer(container.name), because: reason)
            start(container.name, of: service, because: reason, after: [stop])
        } else if !container.isRunning {
            start(container.name, of: service, because: "it does not run", after: [])
        }
    }

    /// Why a container has to be replaced; nil when it can stay.
    func divergence(of container: ObservedContainer, _ service: Service) -> String? {
        if container.isIncomplete { return "its creation was cut short" }
        if removals[container.name] != nil || hasLostOwner(container, service) { return sharesNamespaces }
        switch goal.recreation {
        case .never: return nil
        case .force: return "a new one is asked for"
        case .diverged: break
        }
        if container.configHash != service.configHash { return "its definition changed" }
        if let image = goal.images[service.name], image != container.imageID { return "its image changed" }
        let mounted = goal.mountedImages
        if container.mountedImages.contains(where: { mounted[$0.key, default: $0.value] != $0.value }) {
            return "an image that it mounts changed"
        }
        let owners = service.sharedVolumes.compactMap(\.service)
        if let owner = owners.first(where: replaced.contains) {
            return "it has the volumes of \(owner), which is replaced"
        }
        return nil
    }

    mutating func create(
        _ name: ContainerName, of service: Service, because reason: String, after earlier: [Int]
    ) {
        let networks = service.networks.compactMap { networkSteps[$0.network] }
        let volumes = service.mounts.compactMap { mount -> Int? in
            guard case .volume(let key, _) = mount.source else { return nil }
            return volumeSteps[key]
        }
        let owners = (goal.project.namespaceOwners(of: service) + service.sharedVolumes.compactMap(\.service))
            .compactMap { owner -> Int? in
                guard case .created(let step) = firstContainer(of: owner) else { return nil }
                return step
            }
        let creation = result.add(
            .createContainer(name), because: reason, after: earlier + networks + volumes + owners)
        outcomes[name] = .created(by: creation)
        if goal.startsContainers { start(name, of: service, because: "it is new", after: [creation]) }
    }

    mutating func start(
        _ name: ContainerName, of service: Service, because reason: String, after earlier: [Int]
    ) {
        var required = earlier
        var tolerated: [Int] = []
        let owners = goal.project.namespaceOwners(of: service).filter { owner in
            !service.dependencies.contains { $0.service == owner }
        }
        // A dependency that is left out was not asked for: nothing to wait on.
        for dependency in service.dependencies + owners.map(Dependency.init(on:))
        where goal.includesDependencies || waits.starts(dependency.service) {
            let steps = waits.steps(for: dependency, in: &result)
            if dependency.isRequired { required += steps } else { tolerated += steps }
        }
        let step = result.add(.startContainer(name), because: reason, after: required, tolerating: tolerated)
        waits.add(start: step, of: service.name)
    }

    // MARK: Removal

    mutating func removeOrphans() {
        guard goal.removesOrphans else { return }
        let known = Set(goal.project.services.map(\.name) + goal.project.disabledServices)
        for container in observed.containers where !known.contains(container.name.service) {
            _ = removeSteps(
                container, because: "the project does not define service \(container.name.service)")
        }
    }

    mutating func removeSteps(_ container: ObservedContainer, because reason: String) -> Int {
        if let step = removals[container.name] { return step }
        let joined = observed.containers(joining: container).filter {
            goal.project.service(named: $0.name.service) != nil
        }
        let earlier = joined.map { removeSteps($0, because: sharesNamespaces) }
        let step = result.addRemoval(of: container, because: reason, stopAfter: earlier)
        removals[container.name] = step
        return step
    }

    // MARK: Shared namespaces

    /// The container that others join by naming its service; nil when there will be none.
    func firstContainer(of service: String) -> Outcome? {
        outcomes.filter { $0.key.service == service }.min { $0.key.number < $1.key.number }?.value
    }

    /// True when a container joins another one than that which is to be joined now.
    func hasLostOwner(_ container: ObservedContainer, _ service: Service) -> Bool {
        goal.project.namespaceOwners(of: service).contains { owner in
            switch firstContainer(of: owner) {
            case .created: true
            case .kept(let id): !container.owners.contains(id)
            case nil: false
            }
        }
    }

    func name(of service: Service, _ number: Int) -> ContainerName {
        ContainerName(
            service: service.name, number: number,
            name: service.containerName(project: goal.project.name, number: number))
    }
}

extension Plan {
    /// Adds the stop of a container, if it runs, and its removal; returns the removal.
    mutating func addRemoval(of container: ObservedContainer, because reason: String, stopAfter: [Int]) -> Int
    {
        guard container.isRunning || container.isRestarting else {
            return add(.removeContainer(container.name), because: reason, after: stopAfter)
        }
        let stop = add(.stopContainer(container.name), because: reason, after: stopAfter)
        return add(.removeContainer(container.name), because: reason, after: [stop])
    }
}
