internal import LinuxSystem

/// What a host can give containers, and what it can keep them from taking.
struct HostCapacity: Sendable, Hashable {
    /// What its control groups limit.
    var limits: Set<CgroupLimit>
    /// The processors that are switched on.
    var processors: ProcessorSet
    /// True when control groups are version 2.
    var isUnified: Bool
    /// True when any disk is shared by weight.
    var weighsDisks: Bool

    /// Describes a host.
    init(
        limits: Set<CgroupLimit>, processors: ProcessorSet, isUnified: Bool, weighsDisks: Bool
    ) {
        self.limits = limits
        self.processors = processors
        self.isUnified = isUnified
        self.weighsDisks = weighsDisks
    }

    /// Looks at this host.
    init(_ cgroups: CgroupHierarchies) throws(SystemError) {
        limits = try cgroups.enforceableLimits()
        processors = try .online()
        isUnified = cgroups.layout == .unified
        weighsDisks = try Disk.anyIsWeighed(cgroups)
    }
}
