internal import BerthModel
internal import LinuxSystem

typealias ResourceFindings = [GrantedResources.Finding]

/// The least memory that a container can be limited to, as in the reference.
private let leastMemory: Int64 = 6 << 20

extension Resources {
    /// What no host, or this one, can do with these numbers.
    func mistakes(on host: HostCapacity) -> ResourceFindings {
        memory.mistakes() + cpu.mistakes(on: host.processors) + blockIO.mistakes()
    }

    /// What can be done and will not be what is expected.
    func warnings(on host: HostCapacity) -> ResourceFindings {
        var findings: ResourceFindings = []
        if memory.waitsWhenExhausted, memory.limit == nil {
            findings.append(
                .init(
                    .warning, "oom_kill_disable",
                    "\"oom_kill_disable\" without a limit of memory lets the container use up the host's",
                    remedy: "add mem_limit"))
        }
        if blockIO.weight != nil, !host.weighsDisks {
            findings.append(
                .init(
                    .warning, "blkio_config", "no disk of this host is shared by weight",
                    remedy: "choose the scheduler: echo bfq > /sys/block/DISK/queue/scheduler"))
        }
        return findings
    }
}

extension Memory {
    fileprivate func mistakes() -> ResourceFindings {
        let (limit, reservation) = (limit?.bytes, reservation?.bytes)
        var findings: ResourceFindings = []
        for (attribute, bytes) in [("mem_limit", limit), ("mem_reservation", reservation)] {
            guard let bytes, bytes < leastMemory else { continue }
            findings.append(
                .init(.error, attribute, "\"\(attribute)\" is \(bytes) bytes", remedy: "the least is 6m"))
        }
        if let limit, let reservation, reservation > limit {
            findings.append(
                .init(
                    .error, "mem_reservation",
                    "\"mem_reservation\" of \(reservation) bytes is more than the limit of \(limit)",
                    remedy: "reserve at most \"mem_limit\""))
        }
        if let swappiness, !(0...100).contains(swappiness) {
            findings.append(
                .init(
                    .error, "mem_swappiness", "\"mem_swappiness\" is \(swappiness)", remedy: "use 0 to 100"))
        }
        return findings + swapMistakes()
    }

    private func swapMistakes() -> ResourceFindings {
        guard let total = limitWithSwap?.bytes else { return [] }
        guard let limit = limit?.bytes else {
            return [
                .init(
                    .error, "memswap_limit", "\"memswap_limit\" needs a limit of memory alone",
                    remedy: "add mem_limit")
            ]
        }
        if total >= limit { return [] }
        return [
            .init(
                .error, "memswap_limit",
                "\"memswap_limit\" of \(total) bytes is less than the limit of memory alone, \(limit)",
                remedy: "it counts memory and swap together; the same as \"mem_limit\" means no swap")
        ]
    }
}

extension CPU {
    fileprivate func mistakes(on online: ProcessorSet) -> ResourceFindings {
        limitMistakes(count: online.numbers.count) + periodMistakes() + setMistakes(online)
    }

    private func limitMistakes(count: Int) -> ResourceFindings {
        guard let limit else { return [] }
        var findings: ResourceFindings = []
        if limit < 0.01 || limit > Double(count) {
            findings.append(
                .init(
                    .error, "cpus", "\"cpus\" is \(limit): this host has \(count) processors",
                    remedy: "use 0.01 to \(count)"))
        }
        for (attribute, value) in [("cpu_period", period), ("cpu_quota", quota)] where value ?? 0 > 0 {
            findings.append(
                .init(
                    .error, attribute, "\"\(attribute)\" and \"cpus\" say the same in two ways",
                    remedy: "keep one of them"))
        }
        return findings
    }

    private func periodMistakes() -> ResourceFindings {
        var findings: ResourceFindings = []
        if let period, !(1000...1_000_000).contains(period) {
            findings.append(
                .init(
                    .error, "cpu_period", "\"cpu_period\" is \(period) microseconds",
                    remedy: "use 1000 to 1000000"))
        }
        if let quota, (1..<1000).contains(quota) {
            findings.append(
                .init(
                    .error, "cpu_quota", "\"cpu_quota\" is \(quota) microseconds", remedy: "the least is 1000"
                ))
        }
        if let shares, shares < 0 {
            findings.append(
                .init(.error, "cpu_shares", "\"cpu_shares\" is \(shares)", remedy: "use 2 to 262144"))
        }
        if let runtime = realTimeRuntime, runtime > realTimePeriod ?? 1_000_000 {
            findings.append(
                .init(
                    .error, "cpu_rt_runtime",
                    "\"cpu_rt_runtime\" is more than the period of \(realTimePeriod ?? 1_000_000) microseconds",
                    remedy: "use less than \"cpu_rt_period\""))
        }
        return findings
    }

    private func setMistakes(_ online: ProcessorSet) -> ResourceFindings {
        guard let text = set else { return [] }
        guard let wanted = ProcessorSet(text) else {
            return [
                .init(
                    .error, "cpuset", "\"cpuset\" is no list of processors: \"\(text)\"",
                    remedy: "write it like 0-3,5")
            ]
        }
        if wanted.numbers.isSubset(of: online.numbers) { return [] }
        return [
            .init(
                .error, "cpuset", "\"cpuset\" names processors that this host does not have: \(wanted)",
                remedy: "use some of \(online)")
        ]
    }
}

extension BlockIO {
    fileprivate func mistakes() -> ResourceFindings {
        var findings: ResourceFindings = []
        for weight in [weight].compactMap(\.self) + deviceWeights.map(\.value)
        where !(10...1000).contains(weight) {
            findings.append(
                .init(
                    .error, "blkio_config", "the weight \(weight) is out of range", remedy: "use 10 to 1000"))
        }
        for rate in readBytes + writtenBytes + readOperations + writeOperations where rate.value < 0 {
            findings.append(
                .init(
                    .error, "blkio_config", "the rate \(rate.value) for \(rate.path) is less than nothing",
                    remedy: "use a positive number"))
        }
        return findings
    }
}

extension Limit {
    /// The number; nil without a bound.
    var bytes: Int64? {
        guard case .atMost(let bytes) = self else { return nil }
        return bytes
    }
}
