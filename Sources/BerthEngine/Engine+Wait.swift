public import BerthModel
public import BerthStore
internal import LinuxSystem

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
    /// One without a health check must have been running for a moment, or one that fails at once would count. One
    /// that ended with status 0 has done its work, and counts. Throws when it cannot become ready any more.
    public func awaitReadiness(of id: String) async throws -> ContainerRecord {
        let record = try await currentRecord(of: id) { try $0.isReady() ? $0 : nil }
        let age = Duration.seconds(currentTime() - (record.status.startedAt ?? 0))
        guard record.status.state == .running, record.probe == nil, age < steadyAge else { return record }
        let isSteady = try await race(
            {
                _ = try await self.currentRecord(of: id) { $0.status.state == .running ? nil : $0 }
                return false
            },
            {
                try await Task.sleep(for: steadyAge - age)
                return true
            })
        return isSteady ? record : try await awaitReadiness(of: id)
    }

    /// Suspends until `check` gives a value for the record of a container, looking at it after every change.
    private func currentRecord(
        of id: String, where check: @escaping @Sendable (ContainerRecord) throws -> ContainerRecord?
    ) async throws -> ContainerRecord {
        try await state.first { records in
            guard let record = records.first(where: { $0.status.id == id }) else {
                throw Failure(.runtime, "a container was removed while it was waited for")
            }
            return try check(record)
        }
    }
}

/// How long a container without a health check must have been running to count as ready.
private let steadyAge = Duration.milliseconds(250)

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
                    "service \"\(service.name)\" didn't complete successfully: exit \(exitStatus)"
                        + (status.endReason.map { " (\($0))" } ?? ""),
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
        guard status.state == .exited else { return }
        throw Failure(
            .runtime, "dependency failed to start: container \(status.name) \(status.endText)",
            remedy: "see `berth logs \(service.name)`")
    }
}
