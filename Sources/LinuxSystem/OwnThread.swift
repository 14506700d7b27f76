import Glibc
import Synchronization

/// Runs a blocking body on a thread of its own and waits for it there, without async.
///
/// For calls that change the thread for good (`setns`, `unshare`): the thread ends with the body, so the
/// change reaches nobody else. The caller blocks for as long as the body takes.
public func onOwnThread<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
) throws(Failure) -> Value {
    let work = ThreadWork(body)
    let reference = unsafe Unmanaged.passRetained(work as AnyThreadWork)
    var thread = pthread_t()
    let code = unsafe pthread_create(
        &thread, nil,
        { argument in
            guard let argument = unsafe argument else { return nil }
            unsafe Unmanaged<AnyThreadWork>.fromOpaque(argument).takeRetainedValue().run()
            return nil
        }, reference.toOpaque())
    precondition(code == 0, "pthread_create fails only when the machine is out of threads")
    pthread_join(thread, nil)
    return try work.result()
}

private class AnyThreadWork: @unchecked Sendable {
    func run() {}
}

// Written by the thread before pthread_join returns, read by the caller after it: no two accesses overlap.
private final class ThreadWork<Value: Sendable, Failure: Error>: AnyThreadWork, @unchecked Sendable {
    private let body: @Sendable () throws(Failure) -> Value
    private var outcome: Result<Value, Failure>?

    init(_ body: @escaping @Sendable () throws(Failure) -> Value) { self.body = body }

    override func run() {
        do throws(Failure) { outcome = .success(try body()) } catch { outcome = .failure(error) }
    }

    func result() throws(Failure) -> Value {
        guard let outcome else { preconditionFailure("the thread ended without an outcome") }
        return try outcome.get()
    }
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
func startThread(_ body: @escaping @Sendable () -> Void) {
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
    pthread_detach(thread)
}

private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
