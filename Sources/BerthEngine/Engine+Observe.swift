internal import BerthModel
public import BerthPlanner
public import BerthStore

extension Engine {
    /// What of the stack exists now, as plans are made from it.
    public func observe() async throws -> ObservedState {
        try observedState(of: state.project, containers: await state.containers, in: drivers.store)
    }
}

/// What is recorded of a stack, as plans are made from it; for `--dry-run`, which asks no supervisor.
public func observedState(of project: String, in store: Store) throws -> ObservedState {
    try observedState(of: project, containers: store.containers(project: project), in: store)
}

private func observedState(of project: String, containers: [ContainerRecord], in store: Store) throws
    -> ObservedState
{
    ObservedState(
        containers: containers.map(\.observed),
        networks: try store.networks(project: project).map {
            ObservedNetwork(name: $0.name, configHash: $0.configHash)
        },
        volumes: try store.volumes(project: project).filter { !$0.key.isEmpty }.map(\.name))
}

extension ContainerRecord {
    /// The container as plans see it.
    var observed: ObservedContainer {
        var container = ObservedContainer(
            name: ContainerName(service: status.service, number: status.number, name: status.name),
            isRunning: status.state == .running, configHash: status.configHash, imageID: imageID)
        container.isRestarting = status.state == .restarting
        container.isIncomplete = !isComplete || isLeaving
        container.mountedImages = Dictionary(
            (mounts ?? []).compactMap { mount in
                mount.imageID.flatMap { id in mount.mount.imageReference.map { ($0, id) } }
            }, uniquingKeysWith: { $1 })
        container.dependencies = service.dependencies.map(\.service)
        container.id = status.id
        container.owners = namespaces?.named ?? []
        if case .container(let owner) = namespaces?.processes { container.processOwner = owner }
        return container
    }
}
