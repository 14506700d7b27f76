internal import CLinux
import Glibc
import Synchronization

/// Waits until descriptors become readable: one thread with epoll(7) for the whole process, started at first use.
///
/// Each wait registers a private duplicate of the descriptor, so two waits for one descriptor never meet and a
/// descriptor that is closed meanwhile leaves no stale entry behind.
public final class Reactor: Sendable {
    /// The reactor of this process.
    public static let shared = Reactor()

    private struct State {
        var waiters: [Int32: CheckedContinuation<Void, any Error>] = [:]
    }

    private let epoll: Int32
    private let state = Mutex(State())

    private init() {
        epoll = clinux_epoll()
        precondition(epoll >= 0, "epoll_create1 fails only when the process is out of descriptors")
        startThread { [self] in loop() }
    }

    /// Suspends until the descriptor can be read without waiting, is at its end, or has failed.
    ///
    /// Throws `CancellationError` when the task is cancelled meanwhile.
    public func readable(_ descriptor: Int32) async throws {
        let own = try SharedDescriptor(.duplicating(descriptor))
        defer { withExtendedLifetime(own) {} }
        let key = own.number
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                (continuation: CheckedContinuation<Void, any Error>) in
                register(key, continuation)
            }
        } onCancel: {
            finish(key, .failure(CancellationError()))
        }
    }

    private func register(_ key: Int32, _ continuation: CheckedContinuation<Void, any Error>) {
        state.withLock { $0.waiters[key] = continuation }
        // A cancellation before this line found no waiter to end: look again, now that there is one.
        if Task.isCancelled { return finish(key, .failure(CancellationError())) }
        if clinux_epoll_add(epoll, key) == 0 { return }
        let code = errno
        // EPERM: a regular file, which is always readable.
        finish(key, code == EPERM ? .success(()) : .failure(SystemError(code: code, call: "epoll_ctl")))
    }

    private func finish(_ key: Int32, _ result: Result<Void, any Error>) {
        let continuation = state.withLock { state in
            // Removed under the lock: the number can be in use by the next wait right after it.
            clinux_epoll_remove(epoll, key)
            return state.waiters.removeValue(forKey: key)
        }
        continuation?.resume(with: result)
    }

    private func loop() {
        var ready = [Int32](repeating: 0, count: 64)
        while true {
            let count = unsafe clinux_epoll_wait(epoll, &ready, Int32(ready.count))
            for descriptor in ready.prefix(max(0, Int(count))) { finish(descriptor, .success(())) }
        }
    }
}
