internal import BerthModel
public import BerthPlanner
internal import BerthStore

extension Engine {
    /// What of the stack exists now, as plans are made from it.
    public func observe() async throws -> ObservedState {
        let volumes = try drivers.store.volumes(project: state.project)
        return ObservedState(
            containers: await state.containers.map { $0.observed },
            networks: try drivers.store.networks(project: state.project).map {
                ObservedNetwork(key: $0.key, name: $0.name, configHash: $0.configHash)
            },
            volumes: volumes.filter { !$0.key.isEmpty }.map(\.name))
    }
}

extension ContainerRecord {
    /// The container as plans see it.
    var observed: ObservedContainer {
        var container = ObservedContainer(
            name: ContainerName(service: status.service, number: status.number, name: status.name),
            isRunning: status.state == .running || status.state == .restarting, configHash: status.configHash,
            imageID: imageID)
        container.isIncomplete = !isComplete || isLeaving
        container.dependencies = service.dependencies.map(\.service)
        return container
    }
}
