/// A whole disk: what limits of input and output are about, since the kernel knows none for partitions.
public struct Disk: Sendable, Hashable {
    /// The major number.
    public let major: Int64
    /// The minor number.
    public let minor: Int64

    /// Finds the disk of a node, which may be one of a partition; nil when the path is not a block device.
    public init?(at path: String) throws(SystemError) {
        guard let status = try fileStatus(path), status.kind == .blockDevice, let number = status.deviceNumber
        else { return nil }
        let own = "\(number.major):\(number.minor)"
        let place = "/sys/dev/block/\(own)"
        let numbers =
            fileExists("\(place)/partition") ? try readText("\(realPath(place))/../dev") : own
        let parts = numbers.split(whereSeparator: { $0 == ":" || $0.isWhitespace }).compactMap { Int64($0) }
        guard parts.count == 2 else { return nil }
        (major, minor) = (parts[0], parts[1])
    }

    /// True when the disk's scheduler serves control groups by weight (`bfq`).
    public var isWeighed: Bool {
        // A disk without a scheduler has no such file.
        (try? readText("/sys/dev/block/\(major):\(minor)/queue/scheduler"))?.contains("[bfq]") ?? false
    }

    /// True when any disk serves control groups by weight: by its scheduler, or by the kernel's cost model.
    public static func anyIsWeighed(_ hierarchies: CgroupHierarchies) throws(SystemError) -> Bool {
        // Missing where the kernel has no cost model.
        let model = hierarchies.unifiedRoot.flatMap { try? readText("\($0)/io.cost.qos") } ?? ""
        if model.contains("enable=1") { return true }
        for name in try directoryEntries("/sys/block") {
            // As above.
            let scheduler = try? readText("/sys/block/\(name)/queue/scheduler")
            if scheduler?.contains("[bfq]") == true { return true }
        }
        return false
    }
}
