internal import CLinux
import Glibc
import Synchronization

/// Runs a blocking body on a thread of its own and waits for it there, without async.
///
/// For calls that change the thread for good (`setns`, `unshare`): the thread ends with the body, so the
/// change reaches nobody else. The caller blocks for as long as the body takes.
public func onOwnThread<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
) throws(Failure) -> Value {
    let outcome = Outcome<Value, Failure>()
    pthread_join(newThread { outcome.result.withLock { $0 = Result(catching: body) } }, nil)
    guard let result = outcome.result.withLock({ $0 }) else {
        preconditionFailure("the thread ended without an outcome")
    }
    return try result.get()
}

/// Where a thread leaves what came of its body.
private final class Outcome<Value: Sendable, Failure: Error>: Sendable {
    let result = Mutex<Result<Value, Failure>?>(nil)
}

/// Runs a blocking body on a thread of its own and suspends until it ends, off the cooperative pool.
public func offPool<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        startThread { continuation.resume(with: Result { try body() }) }
    }
}

/// Starts a detached thread that ends with the body.
func startThread(_ body: @escaping @Sendable () -> Void) { pthread_detach(newThread(body)) }

/// Starts a thread, which the caller joins or detaches.
private func newThread(_ body: @escaping @Sendable () -> Void) -> pthread_t {
    let reference = unsafe Unmanaged.passRetained(ThreadBody(body))
    var thread = pthread_t()
    let code = unsafe pthread_create(
        &thread, nil,
        { argument in
            guard let argument = unsafe argument else { return nil }
            unsafe Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().body()
            return nil
        }, reference.toOpaque())
    precondition(code == 0, "pthread_create fails only when the machine is out of threads")
    return thread
}

private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// Runs a blocking body on a thread whose descriptors are its own: what it opens gets the lowest numbers.
///
/// For libraries that wait with select(2), which ends the process at a descriptor of 1024 or more. Nothing that
/// the process has open can be used in the body, and nothing that the body opens outlives it.
public func withOwnDescriptors<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
) throws(Failure) -> Value {
    try onOwnThread { () throws(Failure) in
        // It fails only without memory; then the body has the process's descriptors, as it would without this.
        _ = clinux_unshare_descriptors()
        return try body()
    }
}
