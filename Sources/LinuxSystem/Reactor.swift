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

    private typealias Waiter = CheckedContinuation<Void, any Error>

    /// The waiters by descriptor, whose numbers the kernel keeps small.
    private struct Waiters {
        private var byNumber: [Waiter?] = []

        mutating func add(_ waiter: Waiter, for descriptor: Int32) {
            let missing = Int(descriptor) + 1 - byNumber.count
            if missing > 0 { byNumber += repeatElement(nil, count: missing) }
            byNumber[Int(descriptor)] = waiter
        }

        mutating func remove(_ descriptor: Int32) -> Waiter? {
            byNumber.indices.contains(Int(descriptor)) ? byNumber[Int(descriptor)].take() : nil
        }
    }

    private let epoll: Int32
    private let waiters = Mutex(Waiters())

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
                (waiter: Waiter) in
                register(key, waiter)
            }
        } onCancel: {
            finish(key, .failure(CancellationError()))
        }
    }

    private func register(_ key: Int32, _ waiter: Waiter) {
        waiters.withLock { $0.add(waiter, for: key) }
        // A cancellation before this line found no waiter to end: look again, now that there is one.
        if Task.isCancelled { return finish(key, .failure(CancellationError())) }
        if clinux_epoll_add(epoll, key) == 0 { return }
        let code = errno
        // EPERM: a regular file, which is always readable.
        finish(key, code == EPERM ? .success(()) : .failure(SystemError(code: code, call: "epoll_ctl")))
    }

    private func finish(_ key: Int32, _ result: Result<Void, any Error>) {
        let waiter = waiters.withLock { waiters in
            // Removed under the lock: the number can be in use by the next wait right after it.
            clinux_epoll_remove(epoll, key)
            return waiters.remove(key)
        }
        waiter?.resume(with: result)
    }

    private func loop() {
        var ready = [Int32](repeating: 0, count: 64)
        while true {
            let count = unsafe clinux_epoll_wait(epoll, &ready, Int32(ready.count))
            for descriptor in ready.prefix(max(0, Int(count))) { finish(descriptor, .success(())) }
        }
    }
}
