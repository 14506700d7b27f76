import LinuxSystem
import Glibc
import Synchronization

/// A directory of one test, with a berth installation of its own in it.
///
/// Everything a test makes goes below `directory`, so that what is left over can be told by its path.
public final class Scratch: Sendable {
    /// The directory; its path is short enough for sockets in it.
    public let directory: String
    private let cleanups = Mutex<[@Sendable () async throws -> Void]>([])

    fileprivate init() throws {
        directory = try makeTemporaryDirectory(prefix: "/var/tmp/bt-")
        try makeDirectories(root)
        try makeDirectories(runtime)
        try makeDirectories(project)
    }

    /// The installation's images, containers and state: `BERTH_ROOT`.
    public var root: String { "\(directory)/root" }
    /// The installation's sockets and namespaces: `BERTH_RUNTIME_DIR`.
    public var runtime: String { "\(directory)/run" }
    /// Where the test's compose files are and commands run.
    public var project: String { "\(directory)/project" }
    /// The variables by which berth uses this installation.
    public var environment: [String: String] { ["BERTH_ROOT": root, "BERTH_RUNTIME_DIR": runtime] }

    /// Writes a file below `project`, its directories too, and returns its path.
    @discardableResult
    public func write(_ name: String, _ text: String) throws -> String {
        let path = "\(project)/\(name)"
        try makeDirectories(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
        try writeFile(path, text)
        return path
    }

    /// Registers what undoes a step of the test; the last registered is run first.
    public func atEnd(_ cleanup: @escaping @Sendable () async throws -> Void) {
        cleanups.withLock { $0.append(cleanup) }
    }

    /// Runs the registered steps; a failure of one does not keep the others from running.
    fileprivate func cleanUp() async -> [any Error] {
        var failures: [any Error] = []
        while let cleanup = cleanups.withLock({ $0.popLast() }) {
            do { try await cleanup() } catch { failures.append(error) }
        }
        return failures
    }

    /// Ends processes and mounts that a failed test left, then removes the directory.
    fileprivate func remove() async throws {
        for process in try processes(naming: directory) {
            let handle = try? PIDDescriptor(opening: process.pid)
            // It may have ended meanwhile.
            try? handle?.send(SIGKILL)
            try await handle?.hasEnded()
        }
        for mount in try mountPoints(below: directory).reversed() { try unmountLazily(mount.path) }
        try removeTree(directory)
    }
}

/// Runs a test in a directory of its own, which is gone afterwards with all that was made in it.
///
/// With `KEEP_FAILED=1` a test that throws keeps its directory and what runs in it, and prints the path.
public func withScratch<Value>(_ body: (Scratch) async throws -> Value) async throws -> Value {
    let scratch = try Scratch()
    let value: Value
    do {
        value = try await body(scratch)
    } catch {
        if environmentVariable("KEEP_FAILED") == "1" {
            print("kept: \(scratch.directory)")
        } else {
            // The test's own failure is the one to show.
            _ = await scratch.cleanUp()
            try? await scratch.remove()
        }
        throw error
    }
    let failures = await scratch.cleanUp()
    try await scratch.remove()
    if let first = failures.first { throw first }
    return value
}
