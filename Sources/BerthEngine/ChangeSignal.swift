import Synchronization

/// Tells waiting tasks that something changed; a change between a look and the wait is not missed.
final class ChangeSignal: Sendable {
    private struct State {
        var generation = 0
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, any Error>] = [:]
    }

    private let state = Mutex(State())

    /// The number of changes so far; taken before a look, given to `change(after:)` after it.
    var generation: Int { state.withLock { $0.generation } }

    /// Counts a change and wakes everyone who waits.
    func fire() {
        let woken = state.withLock { state in
            state.generation += 1
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in woken.values { waiter.resume() }
    }

    /// Suspends until there was a change after the given generation.
    ///
    /// Throws only when cancelled.
    func change(after generation: Int) async throws {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (waiter: CheckedContinuation<Void, any Error>) in
                let isDue = state.withLock { state in
                    if Task.isCancelled || state.generation != generation { return true }
                    state.waiters[number] = waiter
                    return false
                }
                if isDue { waiter.resume() }
            }
            try Task.checkCancellation()
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: number) }
            waiter?.resume(throwing: CancellationError())
        }
    }
}
