import Glibc

/// The cgroup hierarchies of this machine (cgroups(7)).
public struct CgroupHierarchies: Sendable, Hashable {
    /// How the controllers are spread.
    public enum Layout: Sendable, Hashable {
        /// Version 1 only.
        case legacy
        /// Version 1 with a version 2 hierarchy beside it.
        case hybrid
        /// Version 2 only.
        case unified
    }

    /// How the controllers are spread.
    public let layout: Layout
    /// The mount point of each hierarchy.
    public let roots: [String]
    /// The mount point of the version 2 hierarchy, when there is one.
    public let unifiedRoot: String?

    /// Describes hierarchies by the mount points of version 1 and the one of version 2.
    public init(legacy: [String], unified: String?) {
        layout = unified == nil ? .legacy : legacy.isEmpty ? .unified : .hybrid
        roots = legacy + [unified].compactMap(\.self)
        unifiedRoot = unified
    }

    /// The hierarchies mounted below `/sys/fs/cgroup`.
    public static func mounted() throws(SystemError) -> CgroupHierarchies {
        let mounts = try mountPoints(below: "/sys/fs/cgroup")
        return CgroupHierarchies(
            legacy: mounts.filter { $0.type == "cgroup" }.map(\.path),
            unified: mounts.first { $0.type == "cgroup2" }?.path)
    }

    /// The controllers that the version 2 hierarchy holds.
    public func unifiedControllers() throws(SystemError) -> [String] {
        guard let unifiedRoot else { return [] }
        return try readText("\(unifiedRoot)/cgroup.controllers").split(whereSeparator: \.isWhitespace).map(
            String.init)
    }

    /// The directories that exist for a cgroup, such as `/berth/shop`, one a hierarchy that has it.
    public func directories(of path: String) -> [String] {
        roots.map { $0 + path }.filter(fileExists)
    }
}

/// The processes directly in a cgroup directory; empty when it is gone.
public func cgroupProcesses(_ directory: String) throws(SystemError) -> [Int32] {
    do throws(SystemError) {
        return try readText("\(directory)/cgroup.procs").split(separator: "\n").compactMap { Int32($0) }
    } catch  where error.isNotFound || error.code == ENODEV {
        return []
    }
}

/// The cgroups directly below a cgroup directory, by name; empty when it is gone.
public func cgroupChildren(_ directory: String) throws(SystemError) -> [String] {
    var children: [String] = []
    for name in try directoryEntries(directory)
    where try linkStatus("\(directory)/\(name)")?.kind == .directory {
        children.append(name)
    }
    return children
}

/// Kills all processes of a version 2 cgroup and those below it at once; false where the kernel cannot.
public func killCgroup(_ directory: String) throws(SystemError) -> Bool {
    let path = "\(directory)/cgroup.kill"
    guard fileExists(path) else { return false }
    try writeFile(path, "1")
    return true
}
