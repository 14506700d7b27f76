public import LinuxSystem

/// A cgroup by its path below the root of each hierarchy, such as `/berth/shop/3f…`.
public struct Cgroup: Sendable, Hashable {
    /// The path, with a leading slash.
    public let path: String
    private let hierarchies: CgroupHierarchies

    /// Names a cgroup, which need not exist.
    public init(_ path: String, in hierarchies: CgroupHierarchies) {
        self.path = path
        self.hierarchies = hierarchies
    }

    /// The names of the cgroups directly below, in any hierarchy.
    public func children() throws(SystemError) -> [String] {
        var names: Set<String> = []
        for directory in hierarchies.directories(of: path) { names.formUnion(try cgroupChildren(directory)) }
        return names.sorted()
    }

    /// A cgroup below.
    public func child(_ name: String) -> Cgroup { Cgroup("\(path)/\(name)", in: hierarchies) }

    /// The processes in it and in those below.
    public func processes() throws(SystemError) -> Set<Int32> {
        var found: Set<Int32> = []
        for directory in hierarchies.directories(of: path) { found.formUnion(try cgroupProcesses(directory)) }
        for name in try children() { found.formUnion(try child(name).processes()) }
        return found
    }

    /// Kills all processes in it and in those below, and returns when they have ended.
    public func killAll() async throws {
        if let root = hierarchies.unifiedRoot, fileExists(root + path) { _ = try killCgroup(root + path) }
        // A process may have forked between the listing and its end: look until none is left.
        while true {
            let processes = try processes().compactMap(openIfAlive)
            if processes.isEmpty { return }
            for process in processes { try process.kill() }
            // The first process of a namespace ends last, and only when all others are reaped.
            for process in processes where isFirstOfNamespace(process.pid) {
                try await endOrphans(inNamespaceOf: process.pid)
            }
            try await withThrowingDiscardingTaskGroup { group in
                for process in processes { group.addTask { @Sendable in try await end(process) } }
            }
        }
    }

    /// Removes it and those below from all hierarchies; throws EBUSY while a process is in one of them.
    public func remove() throws(SystemError) {
        for name in try children() { try child(name).remove() }
        for directory in hierarchies.directories(of: path) { try removeDirectory(directory) }
    }
}

private func end(_ process: PIDDescriptor) async throws {
    try await process.hasEnded()
    _ = try process.endIfOurs()
}

/// Opens a process unless it is gone or a zombie, which stays listed until its parent has reaped it.
private func openIfAlive(_ pid: Int32) -> PIDDescriptor? {
    // One that cannot be opened or read is gone.
    guard let process = try? PIDDescriptor(opening: pid), let text = try? readText("/proc/\(pid)/stat"),
        let parenthesis = text.lastIndex(of: ")")
    else { return nil }
    let state = text[parenthesis...].split(separator: " ").dropFirst().first
    return state == "Z" || state == "X" ? nil : process
}
