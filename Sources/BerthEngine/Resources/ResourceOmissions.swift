internal import BerthModel
internal import LinuxSystem

/// A limit that is left out on a host whose control groups do not have it.
struct ResourceOmission: Sendable {
    /// The attribute that asks for it.
    let attribute: String
    /// What the host needs for it.
    let needed: CgroupLimit
    /// An error where the reference refuses, a warning where it goes on without.
    let severity: Diagnostic.Severity
    /// What is not limited then.
    let consequence: String
    /// True when a service asks for it.
    let isWanted: @Sendable (Resources) -> Bool
    /// Takes it away.
    let drop: @Sendable (inout Resources) -> Void

    /// A limit that is there when a value is.
    init<Value>(
        _ attribute: String, _ value: any WritableKeyPath<Resources, Value?> & Sendable,
        needs needed: CgroupLimit, _ consequence: String, severity: Diagnostic.Severity = .warning
    ) {
        self.attribute = attribute
        self.needed = needed
        self.severity = severity
        self.consequence = consequence
        isWanted = { $0[keyPath: value] != nil }
        drop = { $0[keyPath: value] = nil }
    }

    /// A limit that is there when a list is not empty.
    init(
        _ attribute: String, list: any WritableKeyPath<Resources, [BlockIO.DeviceValue]> & Sendable,
        needs needed: CgroupLimit, _ consequence: String
    ) {
        self.attribute = attribute
        self.needed = needed
        severity = .warning
        self.consequence = consequence
        isWanted = { !$0[keyPath: list].isEmpty }
        drop = { $0[keyPath: list] = [] }
    }

    /// A limit that is there under a condition.
    init(
        _ attribute: String, needs needed: CgroupLimit, _ consequence: String,
        isWanted: @escaping @Sendable (Resources) -> Bool, drop: @escaping @Sendable (inout Resources) -> Void
    ) {
        self.attribute = attribute
        self.needed = needed
        severity = .warning
        self.consequence = consequence
        self.isWanted = isWanted
        self.drop = drop
    }

    /// What is told about it.
    func finding(isUnified: Bool) -> GrantedResources.Finding {
        let version = isUnified ? "version 2" : "version 1"
        return GrantedResources.Finding(
            severity, attribute,
            "\"\(attribute)\" cannot be enforced by this host's control groups (\(version)): \(consequence)",
            remedy: needed.remedy(isUnified: isUnified))
    }
}

/// What is left out where it cannot be enforced, in this order: the limit of memory goes before that of swap.
let omissions: [ResourceOmission] = [
    .init(
        "mem_limit", needs: .memory, "memory is not limited",
        isWanted: { $0.memory.limit != nil },
        drop: { ($0.memory.limit, $0.memory.limitWithSwap) = (nil, nil) }),
    .init(
        "memswap_limit", needs: .swap, "memory is limited without swap",
        isWanted: { $0.memory.limit != nil && $0.memory.limitWithSwap != .unlimited },
        drop: { $0.memory.limitWithSwap = nil }),
    .init("mem_reservation", \.memory.reservation, needs: .memoryReservation, "no memory is set aside"),
    .init("mem_swappiness", \.memory.swappiness, needs: .swappiness, "memory is swapped as the host's is"),
    .init(
        "oom_kill_disable", needs: .waitForMemory, "the kernel kills when memory runs out",
        isWanted: \.memory.waitsWhenExhausted, drop: { $0.memory.waitsWhenExhausted = false }),
    .init("pids_limit", \.processes, needs: .processes, "the number of processes is not limited"),
    .init(
        "cpus", \.cpu.limit, needs: .processorTime, "containers could use all processors", severity: .error),
    .init("cpu_shares", \.cpu.shares, needs: .processorWeight, "all containers weigh the same"),
    .init("cpu_quota", \.cpu.quota, needs: .processorTime, "the time on processors is not limited"),
    .init("cpu_period", \.cpu.period, needs: .processorTime, "the time on processors is not limited"),
    .init(
        "cpu_rt_runtime", \.cpu.realTimeRuntime, needs: .realTime,
        "containers would have no real-time processes", severity: .error),
    .init(
        "cpu_rt_period", \.cpu.realTimePeriod, needs: .realTime,
        "containers would have no real-time processes", severity: .error),
    .init("cpuset", \.cpu.set, needs: .processorSet, "containers use all processors"),
    .init("blkio_config", \.blockIO.weight, needs: .diskWeight, "all containers weigh the same"),
    .init("blkio_config", list: \.blockIO.deviceWeights, needs: .diskWeight, "all containers weigh the same"),
    .init("blkio_config", list: \.blockIO.readBytes, needs: .diskRate, "reading is not limited"),
    .init("blkio_config", list: \.blockIO.writtenBytes, needs: .diskRate, "writing is not limited"),
    .init("blkio_config", list: \.blockIO.readOperations, needs: .diskRate, "reading is not limited"),
    .init("blkio_config", list: \.blockIO.writeOperations, needs: .diskRate, "writing is not limited"),
]

extension CgroupLimit {
    /// How a host gets it.
    fileprivate func remedy(isUnified: Bool) -> String {
        switch self {
        case .memory, .memoryReservation:
            isUnified
                ? controllerRemedy("memory") + ", or add cgroup_enable=memory to the kernel's command line"
                : "add cgroup_enable=memory to the kernel's command line"
        case .swap: "add swapaccount=1 to the kernel's command line, or set memswap_limit: -1"
        case .swappiness, .waitForMemory: "remove it; only version 1 has it"
        case .realTime: "remove it, and use cap_add: [SYS_NICE] with ulimits.rtprio"
        case .processorWeight, .processorTime: controllerRemedy("cpu")
        case .processorSet: controllerRemedy("cpuset")
        case .processes: controllerRemedy("pids")
        case .diskWeight: "use a kernel with the scheduler bfq: modprobe bfq"
        case .diskRate: controllerRemedy(isUnified ? "io" : "blkio")
        }
    }

    private func controllerRemedy(_ controller: String) -> String {
        "have the control group controller \"\(controller)\" enabled for this system"
    }
}
