internal import BerthControl
internal import BerthEngine
internal import BerthModel
internal import BerthPlanner
internal import BerthStore
internal import LinuxSystem
internal import Logging
internal import OCIRuntime
internal import Synchronization

/// What one stack's process does: it answers requests, one after the other, and watches the containers.
final class Supervisor: ControlHandler {
    let place: StackPlace
    let store: Store
    let engine: Engine
    let broadcast: Broadcast
    let log: Logger
    private let turns = Turns()
    private let end = AsyncStream<Never>.makeStream()
    private let isOver = Mutex(false)
    let machines = Mutex<[String: RestartMachine]>([:])

    init(place: StackPlace, store: Store, engine: Engine, broadcast: Broadcast, log: Logger) {
        self.place = place
        self.store = store
        self.engine = engine
        self.broadcast = broadcast
        self.log = log
    }

    /// Suspends until the stack is gone.
    func finished() async { for await _ in end.stream {} }

    func handle(
        _ request: ControlRequest, emit: @escaping @Sendable (StackEvent) -> Void
    ) async throws -> ControlReply {
        switch request {
        case .status: return .containers(await engine.state.containers.map(\.status))
        case .events:
            await broadcast.listen(emit)
            return .done
        case .up(let up): return try await turn(.up) { try await self.bringUp(up, emit) }
        case .down(let down): return try await turn(.down) { try await self.bringDown(down, emit) }
        case .stop(let stop): return try await turn(.change) { try await self.stop(stop, emit) }
        case .start(let selection): return try await turn(.change) { try await self.start(selection, emit) }
        case .restart(let restart): return try await turn(.change) { try await self.restart(restart, emit) }
        case .kill(let kill):
            try await self.kill(kill)
            return .done
        }
    }

    /// Carries out a request when no other one changes the stack.
    ///
    /// One that comes to its turn after the end of the stack is not carried out: its command asks the next supervisor.
    private func turn(
        _ kind: Turns.Kind, _ body: @escaping @Sendable () async throws -> Void
    ) async throws -> ControlReply {
        try await turns.take(kind) {
            if self.isOver.withLock({ $0 }) { return .ended }
            try Task.checkCancellation()
            try await body()
            return .done
        }
    }

    /// Takes over what an earlier supervisor of the stack left: containers go on, names and ports work again, and
    /// the end of those that did not live so long is recorded.
    func adopt() async throws {
        for record in await engine.state.containers {
            do {
                guard let exit = try await engine.adopt(record) else { continue }
                _ = try await recordEnd(of: record.status.id, exit)
            } catch {
                log.error("cannot take over container \(record.status.name): \(error)")
            }
        }
        try await engine.publishNames()
    }

    /// Ends the supervisor when nothing of the stack is left to supervise; true when it does.
    func endIfEmpty() async throws -> Bool {
        let containers = await engine.state.containers
        guard containers.isEmpty, try engine.hasOnlySharedNetworks() else { return false }
        // Volumes outlive the stack; anything else that is found now is a leftover.
        try await engine.sweep()
        try store.removeStack(place.project)
        // The socket goes first: a command that comes now starts a supervisor of its own.
        try removeFile(place.socket)
        try Runtime.release(place.runtime)
        try removeTree(place.directory)
        isOver.withLock { $0 = true }
        end.continuation.finish()
        return true
    }
}
