import Glibc

extension NetworkNamespace {
    /// Runs a body while no other process or thread runs one in the same network namespace.
    ///
    /// The lock is a flock(2) on the namespace itself: it needs no file, covers every installation that
    /// shares the namespace, and goes with its holder. Blocks the calling thread; not reentrant.
    public static func lockingCurrent<Value>(_ body: () throws -> Value) throws -> Value {
        let namespace = try OwnedDescriptor.reading(currentPath)
        try check("flock", currentPath) { flock(namespace.number, LOCK_EX) }
        return try body()
    }

    /// Opens the namespace of the calling thread, to name it in requests of another one.
    public static func openingCurrent() throws(SystemError) -> OwnedDescriptor {
        try OwnedDescriptor.reading(currentPath)
    }

    private static var currentPath: String { "/proc/thread-self/ns/net" }
}
