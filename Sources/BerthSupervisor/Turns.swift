internal import BerthModel
internal import Synchronization

/// Lets one request at a time change the stack; `down` ends an `up` that is under way instead of waiting for it.
final class Turns: Sendable {
    /// What a request is about.
    enum Kind: Sendable, Hashable {
        case up
        case down
        case change
    }

    private let queue = RequestQueue()
    private let cancelUp = Mutex<(@Sendable () -> Void)?>(nil)

    /// Runs a request when it is its turn.
    ///
    /// Cancelled with its caller, but in any case begun: the body looks whether it is still wanted.
    func take<Value: Sendable>(
        _ kind: Kind, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        if kind == .down { cancelUp.withLock { $0 }?() }
        await queue.enter()
        do {
            let value = try await perform(kind, body)
            await queue.leave()
            return value
        } catch {
            await queue.leave()
            throw error
        }
    }

    private func perform<Value: Sendable>(
        _ kind: Kind, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let task = Task { try await body() }
        if kind == .up { cancelUp.withLock { $0 = { task.cancel() } } }
        defer { if kind == .up { cancelUp.withLock { $0 = nil } } }
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch is CancellationError where !Task.isCancelled {
            throw Failure(.interrupted, "up was ended by down")
        }
    }
}

/// Lets one task in at a time, in the order in which they came.
private actor RequestQueue {
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Suspends until nobody else is in.
    func enter() async {
        if !isBusy {
            isBusy = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Lets the next one in.
    func leave() {
        if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
    }
}
