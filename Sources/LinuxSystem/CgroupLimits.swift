/// What control groups can limit, where kernel and machine are set up for it.
public enum CgroupLimit: Sendable, Hashable, CaseIterable {
    /// The memory in use.
    case memory
    /// The memory that is left to a group when the machine runs short.
    case memoryReservation
    /// The swap space in use.
    case swap
    /// How readily memory is swapped out.
    case swappiness
    /// That processes wait for memory in place of being killed.
    case waitForMemory
    /// The weight of processes.
    case processorWeight
    /// The time of processes in a period.
    case processorTime
    /// The time of real-time processes in a period.
    case realTime
    /// Which processors are used.
    case processorSet
    /// The number of processes.
    case processes
    /// The weight of accesses to disks.
    case diskWeight
    /// The rate of accesses to disks.
    case diskRate
}

extension CgroupHierarchies {
    /// What the hierarchies of this machine can limit for groups at the top.
    ///
    /// Version 2 beside version 1 is not counted: runtimes use version 1 there.
    public func enforceableLimits() throws(SystemError) -> Set<CgroupLimit> {
        var limits: Set<CgroupLimit> = []
        for limit in CgroupLimit.allCases where try canEnforce(limit) { limits.insert(limit) }
        return limits
    }

    private func canEnforce(_ limit: CgroupLimit) throws(SystemError) -> Bool {
        if layout == .unified { return try unifiedCanEnforce(limit) }
        if limit == .processes { return roots.contains { $0.names(controller: "pids") } }
        let files = legacyFiles(limit)
        // Some files are not in the root of a hierarchy, but in every group below.
        for root in roots {
            for directory in [root] + (try cgroupChildren(root).map { "\(root)/\($0)" })
            where files.contains(where: { fileExists("\(directory)/\($0)") }) { return true }
        }
        return false
    }

    private func unifiedCanEnforce(_ limit: CgroupLimit) throws(SystemError) -> Bool {
        guard let root = unifiedRoot, let file = unifiedFile(limit),
            try controllersForGroups(in: root).contains(file.controller)
        else { return false }
        // The root itself has none of these files. Without a group that has the controller nothing is known.
        let groups = try cgroupChildren(root).map { "\(root)/\($0)" }
            .filter { fileExists("\($0)/\(file.sign)") }
        return groups.isEmpty
            || groups.contains { group in file.names.contains { fileExists("\(group)/\($0)") } }
    }

    /// The controllers that groups below a directory have or can be given.
    ///
    /// Below the hierarchy's own root any; elsewhere none may be added while processes are in the directory
    /// itself (cgroups(7), "no internal processes").
    private func controllersForGroups(in directory: String) throws(SystemError) -> [String] {
        let processes = try cgroupProcesses(directory)
        let isFull = !processes.isEmpty && fileExists("\(directory)/cgroup.type")
        return try readText("\(directory)/\(isFull ? "cgroup.subtree_control" : "cgroup.controllers")")
            .split(whereSeparator: \.isWhitespace).map(String.init)
    }
}

extension String {
    /// True for the mount point of a version 1 hierarchy with a controller: `/sys/fs/cgroup/cpu,cpuacct`.
    fileprivate func names(controller: String) -> Bool {
        split(separator: "/").last?.split(separator: ",").contains { $0 == controller } ?? false
    }
}

/// The files of version 1 one of which is there when it can limit something.
private func legacyFiles(_ limit: CgroupLimit) -> [String] {
    switch limit {
    case .memory: ["memory.limit_in_bytes"]
    case .memoryReservation: ["memory.soft_limit_in_bytes"]
    case .swap: ["memory.memsw.limit_in_bytes"]
    case .swappiness: ["memory.swappiness"]
    case .waitForMemory: ["memory.oom_control"]
    case .processorWeight: ["cpu.shares"]
    case .processorTime: ["cpu.cfs_quota_us"]
    // Its groups get nothing until somebody divides the root's time among them by hand.
    case .realTime: []
    case .processorSet: ["cpuset.cpus"]
    case .processes: []
    case .diskWeight: ["blkio.weight", "blkio.bfq.weight"]
    case .diskRate: ["blkio.throttle.read_bps_device"]
    }
}

/// A controller of version 2, a file that every group with it has, and those of which one must be there too.
private struct UnifiedFile {
    let controller: String
    let sign: String
    let names: [String]
}

/// What of version 2 limits something; nil for what it cannot limit.
private func unifiedFile(_ limit: CgroupLimit) -> UnifiedFile? {
    func memory(_ name: String) -> UnifiedFile {
        UnifiedFile(controller: "memory", sign: "memory.current", names: [name])
    }
    func disk(_ names: String...) -> UnifiedFile {
        UnifiedFile(controller: "io", sign: "io.stat", names: names)
    }
    switch limit {
    case .memory: return memory("memory.max")
    case .memoryReservation: return memory("memory.low")
    case .swap: return memory("memory.swap.max")
    case .processorWeight: return UnifiedFile(controller: "cpu", sign: "cpu.weight", names: ["cpu.weight"])
    case .processorTime: return UnifiedFile(controller: "cpu", sign: "cpu.weight", names: ["cpu.max"])
    case .processorSet:
        return UnifiedFile(controller: "cpuset", sign: "cpuset.cpus", names: ["cpuset.cpus"])
    case .processes: return UnifiedFile(controller: "pids", sign: "pids.current", names: ["pids.max"])
    case .diskWeight: return disk("io.weight", "io.bfq.weight")
    case .diskRate: return disk("io.max")
    case .swappiness, .waitForMemory, .realTime: return nil
    }
}
