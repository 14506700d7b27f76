import Glibc
import Synchronization

/// A lock on a file by flock(2): held while this object lives, and let go by the kernel when the
/// process ends, however it ends.
///
/// Two locks on one path exclude each other within a process too. The holder may remove the file: whoever waited for
/// it takes the lock of the file that is at the path by then.
public final class FileLock: Sendable {
    /// Who else may hold the lock at the same time.
    public enum Access: Sendable, Hashable {
        /// Nobody.
        case exclusive
        /// Everybody who shares it as well.
        case shared
    }

    private let descriptor: SharedDescriptor

    private init(_ descriptor: SharedDescriptor) { self.descriptor = descriptor }

    /// Takes the lock, waiting on a thread of its own while somebody else holds it.
    ///
    /// The file is created when it is not there. When the task is cancelled meanwhile, `CancellationError` is
    /// thrown at once and the lock let go as soon as the kernel grants it.
    public static func waiting(for path: String, as access: Access = .exclusive) async throws -> FileLock {
        if let lock = try ifFree(path, as: access) { return lock }
        let wait = Wait()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                wait.begin(continuation)
                startThread {
                    wait.finish(Result { try FileLock(SharedDescriptor(lockedFile(path, access.operation))) })
                }
            }
        } onCancel: {
            wait.finish(.failure(CancellationError()))
        }
    }

    /// Runs a body while holding the lock of a file, after waiting as `waiting(for:)` does.
    public static func holding<Value>(_ path: String, _ body: () async throws -> Value) async throws -> Value
    {
        let lock = try await waiting(for: path)
        defer { withExtendedLifetime(lock) {} }
        return try await body()
    }

    /// Takes the lock, or returns nil when somebody else holds it; creates the file when it is not there.
    public static func ifFree(_ path: String, as access: Access = .exclusive) throws(SystemError) -> FileLock?
    {
        do throws(SystemError) {
            return FileLock(SharedDescriptor(try lockedFile(path, access.operation | LOCK_NB)))
        } catch  where error.wouldBlock {
            return nil
        }
    }

    /// Takes the lock of a directory itself, or returns nil when somebody else holds it.
    public static func ifFree(directory path: String) throws(SystemError) -> FileLock? {
        let directory = SharedDescriptor(try .directory(path))
        do throws(SystemError) {
            try check("flock", path) { flock(directory.number, LOCK_EX | LOCK_NB) }
            return FileLock(directory)
        } catch  where error.wouldBlock {
            return nil
        }
    }

    /// Takes the lock, blocking the calling thread while somebody else holds it: for what is held for a moment.
    public static func blocking(_ path: String) throws(SystemError) -> FileLock {
        FileLock(SharedDescriptor(try lockedFile(path, LOCK_EX)))
    }

    /// The descriptor that holds the lock; a child that inherits it holds the lock too, for as long as it lives.
    public var number: Int32 { descriptor.number }

    /// Takes the lock, blocking the calling thread while somebody else holds it, and keeps it for the rest of
    /// the process's life and that of its forked children.
    public static func forLife(of path: String) throws(SystemError) {
        _ = try lockedFile(path, LOCK_EX).release()
    }

    /// One wait, ended by whoever comes first: the lock or the cancellation.
    private final class Wait: Sendable {
        private enum Phase {
            case new
            case waiting(CheckedContinuation<FileLock, any Error>)
            case ended(Result<FileLock, any Error>)
        }

        private let phase = Mutex(Phase.new)

        func begin(_ continuation: CheckedContinuation<FileLock, any Error>) {
            let result: Result<FileLock, any Error>? = phase.withLock { phase in
                if case .ended(let result) = phase { return result }
                phase = .waiting(continuation)
                return nil
            }
            if let result { continuation.resume(with: result) }
        }

        func finish(_ result: Result<FileLock, any Error>) {
            let continuation: CheckedContinuation<FileLock, any Error>? = phase.withLock { phase in
                let previous = phase
                if case .ended = previous { return nil }
                phase = .ended(result)
                guard case .waiting(let continuation) = previous else { return nil }
                // Nobody reads the result again; keeping it would keep the lock.
                phase = .ended(.failure(CancellationError()))
                return continuation
            }
            continuation?.resume(with: result)
        }
    }
}

extension FileLock.Access {
    /// The operation of flock(2).
    fileprivate var operation: Int32 { self == .exclusive ? LOCK_EX : LOCK_SH }
}

/// Opens and locks the file that is at a path, which is created when there is none.
private func lockedFile(_ path: String, _ operation: Int32) throws(SystemError) -> OwnedDescriptor {
    while true {
        let file = try OwnedDescriptor.appending(path, mode: 0o600)
        try check("flock", path) { flock(file.number, operation) }
        // Whoever held it before may have removed it: the lock of a file without a name keeps nobody out.
        if try fileStatus("/proc/self/fd/\(file.number)")?.inode == fileStatus(path)?.inode {
            return file
        }
    }
}
