internal import Digest
internal import LinuxSystem

/// Locks for an open-ended set of names in a fixed number of files, which never have to be removed.
///
/// Names that fall into one slot wait for each other now and then, which costs time but is never wrong:
/// nobody takes a second lock of the same slots while holding one.
struct LockSlots: Sendable {
    private let directory: String

    /// Opens the slots and creates their directory.
    init(_ directory: String) throws(SystemError) {
        self.directory = directory
        try makeDirectories(directory)
    }

    /// Runs a body while holding the lock of a name, after waiting while somebody else holds it.
    func holding<Value>(_ name: String, _ body: () async throws -> Value) async throws -> Value {
        try await FileLock.holding(slot(name), body)
    }

    /// Takes the lock of a name, or returns nil when somebody else holds it.
    func ifFree(_ name: String) throws(SystemError) -> FileLock? { try FileLock.ifFree(slot(name)) }

    private func slot(_ name: String) -> String { "\(directory)/\(sha256(of: name).prefix(2))" }
}
