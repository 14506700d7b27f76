internal import BerthControl
internal import BerthEngine
internal import BerthImages
internal import BerthModel
internal import BerthPlanner
internal import BerthStore
internal import LinuxSystem
internal import Logging

/// Receives what a request has to tell while it runs.
typealias Emit = @Sendable (StackEvent) -> Void

extension Supervisor {
    /// Brings a project about: images first, then the plan with its pre-flight, then its steps.
    func bringUp(_ request: UpRequest, _ emit: @escaping Emit) async throws {
        do {
            try await converge(request, emit)
        } catch {
            // What this request made and cannot use is gone by now; without a container the stack is, too. Also when
            // the request was cancelled, this is done to the end.
            try await Task {
                try await self.removeUnusedNetworks()
                _ = try await self.endIfEmpty()
            }.value
            throw error
        }
        if request.wait == .healthy { try await awaitReadiness(request, emit) }
    }

    private func converge(_ request: UpRequest, _ emit: @escaping Emit) async throws {
        var goal = UpGoal(request)
        let observed = try await engine.observe()
        // Those are replaced with the others whose namespaces they share.
        let names = goal.selectedServices + observed.servicesJoining(goal.selectedServices)
        let services = names.compactMap(request.project.service(named:))
        let images = try await engine.images(of: services, policy: request.pullPolicy, emit: emit)
        let mounted = try await engine.mountedImages(of: services, emit: emit)
        goal.images = images.mapValues(\.id)
        goal.mountedImages = mounted.mapValues(\.id)
        let plan = Plan.up(goal, from: observed)
        var context = PlanRun.Context(project: request.project)
        context.images = images
        context.stopTimeout = request.stopTimeout
        context.mountedImages = mounted
        context.renewsAnonymousVolumes = request.renewsAnonymousVolumes
        let run = PlanRun(plan, on: engine, context, emit: emit)
        try run.preflight()
        engine.use(request.project)
        let known = try store.stack(place.project)
        try store.save(
            StackRecord(
                project: request.project.withoutSecretValues, createdAt: known?.createdAt ?? currentTime()))
        try await warnAboutOrphans(request, emit)
        try await walk(run, parallelism: request.parallelism)
    }

    /// Removes containers, networks and, when asked to, volumes; ends the supervisor when nothing is left.
    func bringDown(_ request: DownRequest, _ emit: @escaping Emit) async throws {
        let project = request.project ?? engine.currentProject
        let goal = DownGoal(request)
        let plan = Plan.down(goal, from: try await engine.observe())
        var context = PlanRun.Context(project: project)
        context.stopTimeout = request.timeout
        let run = PlanRun(plan, on: engine, context, emit: emit)
        try await self.walk(run)
        try await engine.removeAbandonedVolumes()
        _ = try await endIfEmpty()
    }

    func stop(_ request: StopRequest, _ emit: @escaping Emit) async throws {
        try await requireServices(request.services)
        let plan = Plan.stop(request.services, from: try await engine.observe())
        try await walk(makeRun(plan, request.timeout, emit))
    }

    func start(_ request: ServiceSelection, _ emit: @escaping Emit) async throws {
        try await requireServices(request.services)
        let plan = Plan.start(request.services, of: engine.currentProject, from: try await engine.observe())
        try await walk(makeRun(plan, nil, emit))
    }

    func restart(_ request: StopRequest, _ emit: @escaping Emit) async throws {
        try await requireServices(request.services)
        let plan = Plan.restart(request.services, of: engine.currentProject, from: try await engine.observe())
        try await walk(makeRun(plan, request.timeout, emit))
    }

    func kill(_ request: KillRequest) async throws {
        guard let signal = signalNumber(named: request.signal) else {
            throw Failure(
                .usage, "\"\(request.signal)\" is not a signal", remedy: "name one such as SIGTERM or 15")
        }
        try await requireServices(request.services)
        for record in await engine.state.containers
        where request.services.isEmpty || request.services.contains(record.status.service) {
            try await engine.kill(record.status.id, signal: signal)
        }
    }

    // MARK: Steps

    private func makeRun(_ plan: Plan, _ timeout: Duration?, _ emit: @escaping Emit) -> PlanRun {
        var context = PlanRun.Context(project: engine.currentProject)
        context.stopTimeout = timeout
        return PlanRun(plan, on: engine, context, emit: emit)
    }

    /// Walks a plan; when a step failed, what this run made and never started is undone.
    private func walk(_ run: PlanRun, parallelism: Int? = nil) async throws {
        log.info("plan:\n\(run.plan)")
        let outcome = await execute(run.plan, parallelism: parallelism) { try await run.perform($0) }
        let causes = outcome.failures.map(\.cause).filter { !($0 is CancellationError) }
        guard !causes.isEmpty || !outcome.skipped.isEmpty || outcome.failures.count > 0 else { return }
        // Undone to the end, also when the request was cancelled.
        await Task { await run.undo() }.value
        var failures = FailureList()
        for cause in causes { failures.append(cause) }
        try failures.throwIfAny()
        throw CancellationError()
    }

    private func awaitReadiness(_ request: UpRequest, _ emit: @escaping Emit) async throws {
        guard let limit = request.waitTimeout else { return try await awaitAll(request, emit) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { @Sendable in try await self.awaitAll(request, emit) }
            group.addTask { @Sendable in
                try await Task.sleep(for: limit)
                throw Failure(.runtime, "application not healthy after \(limit)")
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func awaitAll(_ request: UpRequest, _ emit: @escaping Emit) async throws {
        let services = Set(UpGoal(request).selectedServices)
        let containers = await engine.state.containers.filter { services.contains($0.status.service) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for container in containers {
                group.addTask { @Sendable in try await self.awaitReadiness(of: container.status, emit) }
            }
            try await group.waitForAll()
        }
    }

    private func awaitReadiness(of container: ContainerStatus, _ emit: @escaping Emit) async throws {
        func report(_ text: String, _ status: ProgressEvent.Status, detail: String = "") {
            var event = ProgressEvent(.container, container.name, text, status)
            event.detail = detail
            emit(.progress(event))
        }
        report("Waiting", .working)
        do {
            let record = try await engine.awaitReadiness(of: container.id)
            let isRunning = record.status.state == .running
            report(!isRunning ? "Exited" : record.probe == nil ? "Started" : "Healthy", .done)
        } catch {
            report("Error", .failed, detail: "\(error)")
            throw error
        }
    }

    private func removeUnusedNetworks() async throws {
        guard await engine.state.containers.isEmpty else { return }
        let plan = Plan.down(DownGoal(), from: try await engine.observe())
        try await walk(makeRun(plan, nil) { _ in })
    }

    private func requireServices(_ services: [String]) async throws {
        let containers = await engine.state.containers
        let known = Set(containers.map(\.status.service) + engine.currentProject.services.map(\.name))
        for service in services where !known.contains(service) {
            throw Failure(.notFound, "no such service: \(service)")
        }
    }

    private func warnAboutOrphans(_ request: UpRequest, _ emit: Emit) async throws {
        let known = Set(request.project.services.map(\.name) + request.project.disabledServices)
        let orphans = await engine.state.containers.filter { !known.contains($0.status.service) }
        guard !orphans.isEmpty, !request.removesOrphans else { return }
        let names = orphans.map(\.status.name).joined(separator: ", ")
        emit(
            .warning(
                "found orphan containers (\(names)) for this project; if you removed or renamed this service "
                    + "in your compose file, use --remove-orphans to clean them up"))
    }
}
