public import BerthModel
public import BerthStore

extension Engine {
    /// Suspends until every container of a service meets a condition; throws when it cannot be met any more.
    public func `await`(_ condition: Dependency.Condition, of service: String) async throws {
        try await state.first { records in
            let containers = records.filter { $0.status.service == service && !$0.isLeaving }
            if containers.isEmpty {
                throw Failure(.runtime, "dependency failed to start: service \"\(service)\" has no container")
            }
            return try containers.allSatisfy { try $0.meets(condition) } ? () : nil
        }
    }

    /// Suspends until a container runs, and is healthy where it has a health check (`--wait`).
    ///
    /// One that ended with status 0 has done its work, and counts. Throws when it cannot become ready any more.
    public func awaitReadiness(of id: String) async throws -> ContainerRecord {
        try await state.first { records in
            guard let record = records.first(where: { $0.status.id == id }) else {
                throw Failure(.runtime, "a container was removed while it was waited for")
            }
            return try record.isReady() ? record : nil
        }
    }
}

extension ContainerRecord {
    /// True when the condition holds now.
    ///
    /// Throws when it cannot hold any more without a start by somebody.
    func meets(_ condition: Dependency.Condition) throws -> Bool {
        switch condition {
        case .started: return status.startedAt != nil
        case .healthy:
            guard probe != nil else {
                throw Failure(
                    .runtime,
                    "dependency failed to start: container \(status.name) has no healthcheck configured",
                    at: service.location, remedy: "add a healthcheck to service \"\(service.name)\"")
            }
            if status.health == .unhealthy {
                throw Failure(.runtime, "dependency failed to start: container \(status.name) is unhealthy")
            }
            try throwIfEnded()
            return status.health == .healthy
        case .completedSuccessfully:
            guard status.state == .exited, let exitStatus = status.exitStatus else { return false }
            if exitStatus != 0 {
                throw Failure(
                    .runtime,
                    "service \"\(service.name)\" didn't complete successfully: exit \(exitStatus)",
                    remedy: "see `berth logs \(service.name)`")
            }
            return true
        }
    }

    fileprivate func isReady() throws -> Bool {
        if status.state == .exited, status.exitStatus == 0 { return true }
        if status.health == .unhealthy { throw Failure(.runtime, "container \(status.name) is unhealthy") }
        try throwIfEnded()
        return status.state == .running && (probe == nil || status.health == .healthy)
    }

    private func throwIfEnded() throws {
        guard status.state == .exited, let exitStatus = status.exitStatus else { return }
        throw Failure(
            .runtime, "dependency failed to start: container \(status.name) exited (\(exitStatus))",
            remedy: "see `berth logs \(service.name)`")
    }
}
