internal import BerthModel
internal import LinuxSystem

/// Where an installation builds: the builder's storage with its cached steps, and a scratch directory a build.
///
/// A build shares the lock of the place while it runs. Who gets the lock alone knows that no build runs, and that
/// every scratch directory was left by one that was killed.
struct BuildPlace: Sendable {
    /// The builder's storage (`--root`).
    let storage: String
    /// Where the builder keeps what does not survive a reboot (`--runroot`).
    let state: String
    /// The directory of scratch directories, which is the builder's TMPDIR too.
    let scratches: String
    /// The directory of the logs of builds that failed.
    let logs: String
    private let lock: String
    private let names: LockSlots

    /// Creates the directories of an installation.
    init(_ installation: Installation) throws(SystemError) {
        let root = installation.builds
        storage = "\(root)/storage"
        state = installation.buildState
        scratches = "\(root)/scratch"
        logs = "\(root)/logs"
        lock = "\(root)/lock"
        try makePrivateDirectory(root)
        for directory in [storage, state, scratches, logs] { try makePrivateDirectory(directory) }
        names = try LockSlots("\(root)/.locks")
    }

    /// The log of the builds of an image.
    func log(of image: ImageReference) -> String {
        "\(logs)/\(image.familiar.map { $0 == "/" || $0 == ":" ? "_" : String($0) }.joined()).log"
    }

    /// Runs a body while nobody else builds an image of this name.
    func alone<Value>(_ name: ImageReference, _ body: () async throws -> Value) async throws -> Value {
        try await names.holding(name.description, body)
    }

    /// Runs a body with a scratch directory of its own and the lock that keeps it from being swept.
    func scratch<Value>(_ body: (BuildScratch) async throws -> Value) async throws -> Value {
        let lock = try await FileLock.waiting(for: lock, as: .shared)
        let directory = try makeTemporaryDirectory(prefix: "\(scratches)/\(scratchPrefix)")
        let scratch = BuildScratch(directory: directory, lock: lock)
        let value = try await body(scratch)
        // After a failure it stays, for the sweep to see that the builder may have left more.
        try removeTree(directory)
        return value
    }

    /// Clears away what killed builds left, unless a build runs; `clear` does it for the builder's storage.
    func sweep(_ clear: () async throws -> Void) async throws {
        guard let lock = try FileLock.ifFree(lock) else { return }
        defer { withExtendedLifetime(lock) {} }
        let left = try directoryEntries(scratches).filter { !$0.hasPrefix(cachePrefix) }
        if !left.isEmpty {
            try await clear()
            try removeTree("\(state)/containers")
        }
        try remove(left)
    }

    /// Removes scratch directories with their cgroups, and the cgroup of all builds unless one is in it.
    private func remove(_ left: [String]) throws(SystemError) {
        let groups = try CgroupHierarchies.mounted().directories(of: cgroupOfBuilds)
        for name in left {
            for group in groups where fileExists("\(group)/\(name)") { try removeCgroup("\(group)/\(name)") }
            try removeTree("\(scratches)/\(name)")
        }
        for group in groups {
            // Builds of another installation may be in it.
            do throws(SystemError) { try removeDirectory(group) } catch  where error.isInUse {}
        }
    }
}

/// The scratch directory of one build.
struct BuildScratch: Sendable {
    /// The directory.
    let directory: String
    /// The lock that is held while anything of the build runs.
    let lock: FileLock

    /// The path of a file in it.
    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// The cgroup of the build's steps.
    var cgroup: String { "\(cgroupOfBuilds)/\(directory.split(separator: "/").last ?? "")" }
}

/// What scratch directories start with.
private let scratchPrefix = "build-"
/// What the builder keeps for `RUN --mount=type=cache` among its temporary files.
private let cachePrefix = "buildah-cache"

/// The cgroup that those of all builds are in; no project has such a name.
private let cgroupOfBuilds = "/berth/.build"

private func removeCgroup(_ directory: String) throws(SystemError) {
    for child in try cgroupChildren(directory) { try removeCgroup("\(directory)/\(child)") }
    try removeDirectory(directory)
}
