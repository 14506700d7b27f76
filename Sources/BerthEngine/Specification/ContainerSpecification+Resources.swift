internal import BerthModel
internal import LinuxSystem
internal import OCIRuntime

extension ContainerSpecification {
    /// How much of the machine it gets.
    ///
    /// What this host cannot enforce is left out: the preflight has told of it.
    func setResources(_ spec: inout RuntimeSpec) throws {
        let granted = GrantedResources(service.resources, on: try HostCapacity(drivers.cgroups)).resources
        var limits = spec.linux.resources ?? RuntimeSpec.Resources()
        limits.memory = RuntimeSpec.Memory(granted.memory)
        limits.cpu = RuntimeSpec.CPU(granted.cpu)
        limits.pids = granted.processes.map { RuntimeSpec.Processes(limit: $0.number) }
        limits.blockIO = try RuntimeSpec.BlockIO(granted.blockIO)
        spec.linux.resources = limits
    }
}

extension Limit {
    /// The number that stands for it in the runtime's text.
    fileprivate var number: Int64 {
        switch self {
        case .unlimited: -1
        case .atMost(let number): number
        }
    }
}

extension RuntimeSpec.Memory {
    /// The runtime's form; nil when nothing is limited.
    fileprivate init?(_ memory: Memory) {
        self.init(limit: memory.limit?.number, swap: memory.limitWithSwap?.bytes)
        reservation = memory.reservation?.number
        swappiness = memory.swappiness.flatMap { UInt64(exactly: $0) }
        disableOOMKiller = memory.waitsWhenExhausted ? true : nil
        if self == RuntimeSpec.Memory() { return nil }
    }
}

extension RuntimeSpec.CPU {
    /// The microseconds in which a number of processors is measured out.
    private static let usualPeriod = 100_000.0

    /// The runtime's form; nil when nothing is limited.
    fileprivate init?(_ cpu: CPU) {
        self.init()
        // What the kernel's version 1 takes; runtimes convert it for version 2 without looking.
        shares = cpu.shares.flatMap { UInt64(exactly: min(max($0, 2), 262_144)) }
        quota = cpu.quota
        period = cpu.period.flatMap { UInt64(exactly: $0) }
        if let limit = cpu.limit {
            quota = Int64(limit * Self.usualPeriod)
            period = UInt64(Self.usualPeriod)
        }
        realtimeRuntime = cpu.realTimeRuntime
        realtimePeriod = cpu.realTimePeriod.flatMap { UInt64(exactly: $0) }
        cpus = cpu.set
        if self == RuntimeSpec.CPU() { return nil }
    }
}

extension RuntimeSpec.BlockIO {
    /// The runtime's form; nil when nothing is limited.
    fileprivate init?(_ limits: BlockIO) throws {
        self.init()
        weight = limits.weight.flatMap { UInt16(exactly: $0) }
        weightDevice = try list(limits.deviceWeights) { disk, value in
            guard disk.isWeighed, let weight = UInt16(exactly: value) else { return nil }
            return .init(major: disk.major, minor: disk.minor, weight: weight)
        }
        throttleReadBpsDevice = try list(limits.readBytes, rate)
        throttleWriteBpsDevice = try list(limits.writtenBytes, rate)
        throttleReadIOPSDevice = try list(limits.readOperations, rate)
        throttleWriteIOPSDevice = try list(limits.writeOperations, rate)
        if self == RuntimeSpec.BlockIO() { return nil }
    }
}

private func rate(_ disk: Disk, _ value: Int64) -> RuntimeSpec.DeviceRate? {
    UInt64(exactly: value).map { .init(major: disk.major, minor: disk.minor, rate: $0) }
}

/// The values of disks in the runtime's form; nil without one.
///
/// Paths that are no disk were refused before.
private func list<Item>(
    _ values: [BlockIO.DeviceValue], _ item: (Disk, Int64) -> Item?
) throws -> [Item]? {
    let items = try values.compactMap { value in try Disk(at: value.path).flatMap { item($0, value.value) } }
    return items.isEmpty ? nil : items
}
