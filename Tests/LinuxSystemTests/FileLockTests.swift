import LinuxSystem
import Testing

@Suite("File locks")
struct FileLockTests {
    /// A path for a lock in a directory of its own.
    private func withPath(_ body: (String) async throws -> Void) async throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/lock-")
        defer { try? removeTree(directory) }
        try await body("\(directory)/lock")
    }

    @Test("have one holder at a time, and are free when it lets go")
    func exclusion() async throws {
        try await withPath { path in
            var lock: FileLock? = try await .waiting(for: path)
            #expect(try FileLock.ifFree(path) == nil)
            #expect(lock != nil)
            lock = nil
            // Not by `ifFree`: a child that is just being started has all descriptors for a moment.
            try await FileLock.holding(path) {}
        }
    }

    @Test("can be shared, with nobody who wants it alone")
    func sharing() async throws {
        try await withPath { path in
            var locks: [FileLock] = try await [
                .waiting(for: path, as: .shared), .waiting(for: path, as: .shared),
            ]
            #expect(locks.count == 2)
            #expect(try FileLock.ifFree(path) == nil)
            locks = []
            try await FileLock.holding(path) {
                let second = try FileLock.ifFree(path, as: .shared)
                #expect(second == nil)
            }
        }
    }

    @Test("let those who wait in one after the other")
    func queue() async throws {
        try await withPath { path in
            let log = "\(path).log"
            try writeFile(log, "")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await FileLock.holding(path) {
                            let before = try readText(log)
                            await Task.yield()
                            try writeFile(log, before + "x")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try readText(log).count == 20)
        }
    }

    @Test("end a wait that is cancelled, without taking the lock for good")
    func cancelling() async throws {
        try await withPath { path in
            let wait = try await FileLock.holding(path) {
                let wait = Task { try await FileLock.waiting(for: path) }
                wait.cancel()
                await #expect(throws: CancellationError.self) { try await wait.value }
                return wait
            }
            _ = wait
            // The abandoned wait gets the lock at most for a moment.
            try await FileLock.holding(path) {}
        }
    }
}

@Suite("Confined directories")
struct ConfinedDirectoryTests {
    @Test(
        "open what is below, and nothing through symbolic links or outside",
        arguments: [
            ("", 0), ("d/e", 0), ("d/./e", 0), ("d/../d", 0), ("..", EXDEV), ("/tmp", EXDEV),
            ("link/e", ELOOP),
        ]
    )
    func opening(path: String, code: Int32) throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/confined-")
        defer { try? removeTree(directory) }
        try makeDirectories("\(directory)/d/e")
        try makeSymbolicLink("\(directory)/link", to: "d")
        let root = try ConfinedDirectory(directory)
        do throws(SystemError) {
            _ = try root.directory(Array(path.utf8))
            #expect(code == 0)
        } catch {
            #expect(error.code == code)
        }
    }
}

private let EXDEV: Int32 = 18
private let ELOOP: Int32 = 40
