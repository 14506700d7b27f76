import LinuxSystem

/// How much of the machine a container gets, as its control group has it.
let resourceEffects: [Effect] =
    processorEffects + memoryEffects + countEffects + diskEffects + deployedEffects + refusedResources

/// True where control groups are version 2 alone, in which some limits have other numbers and some do not exist.
private let isUnified = fileExists("/sys/fs/cgroup/cgroup.controllers")

/// What a file of the container's control group holds: one of version 1 or one of version 2.
private func group(
    _ attribute: String, _ service: String, _ legacy: (controller: String, file: String), _ unified: String,
    is expected: (legacy: String, unified: String)
) -> Effect {
    let path = { (pattern: String) in "$(sed -n 's/^\(pattern)://p' /proc/$PID/cgroup)" }
    let probe =
        isUnified
        ? "cat /sys/fs/cgroup\(path("0:"))/\(unified)"
        : """
        for d in /sys/fs/cgroup/\(legacy.controller) /sys/fs/cgroup/*,\(legacy.controller) \
        /sys/fs/cgroup/\(legacy.controller),*; do test ! -d $d \
        || cat $d\(path("[0-9]*:\\([^:]*,\\)*\(legacy.controller)\\(,[^:]*\\)*"))/\(legacy.file); done | head -n 9
        """
    return .onHost(attribute, service: service, probe, is: isUnified ? expected.unified : expected.legacy)
}

private func group(
    _ attribute: String, _ service: String, _ legacy: (controller: String, file: String), _ unified: String,
    is expected: String
) -> Effect {
    group(attribute, service, legacy, unified, is: (expected, expected))
}

/// What `up` writes when it refuses, or goes on with a warning.
private func told(_ place: Effect.Place, _ attribute: String, _ service: String, _ expected: String) -> Effect
{
    Effect(
        attributes: ["services.*.\(attribute)"], service: service, place: place, expected: ".*\(expected).*")
}

private let quota = ("cpu", "cpu.cfs_quota_us")
private let period = ("cpu", "cpu.cfs_period_us")
private let shares = ("cpu", "cpu.shares")
private let memory = ("memory", "memory.limit_in_bytes")
private let total = ("memory", "memory.memsw.limit_in_bytes")
private let soft = ("memory", "memory.soft_limit_in_bytes")
private let pids = ("pids", "pids.max")

private let processorEffects: [Effect] = [
    group("cpus", "cpus: 1.5", quota, "cpu.max", is: ("150000", "150000 100000")),
    group("cpus", "cpus: \"0.25\"", quota, "cpu.max", is: ("25000", "25000 100000")),
    group("cpus", "cpus: 1.5", period, "cpu.max", is: ("100000", "150000 100000")),
    group("cpus", "cpus: 0", quota, "cpu.max", is: ("-1", "max 100000")),
    group("cpu_quota", "cpu_quota: 20000", quota, "cpu.max", is: ("20000", "20000 100000")),
    group("cpu_quota", "cpu_quota: -1", quota, "cpu.max", is: ("-1", "max 100000")),
    group("cpu_period", "cpu_period: 50000", period, "cpu.max", is: ("50000", "max 50000")),
    group(
        "cpu_period", "cpu_period: 50000\ncpu_quota: 25000", quota, "cpu.max", is: ("25000", "25000 50000")),
    // Version 2 weighs from 1 to 10000, where version 1 counts from 2 to 262144.
    group("cpu_shares", "cpu_shares: 512", shares, "cpu.weight", is: ("512", "20")),
    group("cpu_shares", "cpu_shares: 1", shares, "cpu.weight", is: ("2", "1")),
    group("cpuset", "cpuset: \"0\"", ("cpuset", "cpuset.cpus"), "cpuset.cpus", is: "0"),
    .inside("cpuset", service: "cpuset: \"0\"", "grep Cpus_allowed_list /proc/1/status", is: ".*\t0"),
]

private let memoryEffects: [Effect] = [
    group("mem_limit", "mem_limit: 64m", memory, "memory.max", is: "67108864"),
    group("mem_limit", "mem_limit: 64m", total, "memory.swap.max", is: ("134217728", "67108864")),
    group("mem_limit", "mem_limit: 0", memory, "memory.max", is: ("9223372036854771712", "max")),
    group(
        "memswap_limit", "mem_limit: 64m\nmemswap_limit: 96m", total, "memory.swap.max",
        is: ("100663296", "33554432")),
    group(
        "memswap_limit", "mem_limit: 64m\nmemswap_limit: 64m", total, "memory.swap.max",
        is: ("67108864", "0")),
    group(
        "memswap_limit", "mem_limit: 64m\nmemswap_limit: -1", total, "memory.swap.max",
        is: ("9223372036854771712", "max")),
    group("mem_reservation", "mem_reservation: 32m", soft, "memory.low", is: "33554432"),
    isUnified
        ? told(.warning, "mem_swappiness", "mem_swappiness: 7", "\"mem_swappiness\" cannot be enforced")
        : group("mem_swappiness", "mem_swappiness: 7", ("memory", "memory.swappiness"), "", is: "7"),
    isUnified
        ? told(
            .warning, "oom_kill_disable", "mem_limit: 64m\noom_kill_disable: true",
            "\"oom_kill_disable\" cannot be enforced")
        : group(
            "oom_kill_disable", "mem_limit: 64m\noom_kill_disable: true", ("memory", "memory.oom_control"),
            "",
            is: "oom_kill_disable 1\n.*"),
    .inside("shm_size", service: "shm_size: 8m", "df -k /dev/shm | awk 'END { print $2 }'", is: "8192"),
    .inside("shm_size", service: "cpus: 1", "df -k /dev/shm | awk 'END { print $2 }'", is: "65536"),
    .inside(
        "mem_limit", service: "mem_limit: 20m",
        "head -c 60m /dev/zero | tail > /dev/null; echo $?", is: "(.*\n)?137"),
]

private let countEffects: [Effect] = [
    group("pids_limit", "pids_limit: 50", pids, "pids.max", is: "50"),
    group("pids_limit", "pids_limit: -1", pids, "pids.max", is: "max"),
    .inside(
        "pids_limit", service: "pids_limit: 5",
        "(for i in 1 2 3 4 5 6; do sleep 9 > /dev/null 2>&1 & done) 2>&1 || true",
        is: ".*(can't fork|Resource).*"),
]

private let diskEffects: [Effect] =
    ["read_bps", "write_bps", "read_iops", "write_iops"].map(throttle) + [
        // The weights of the kernel's scheduler, or those of its cost model.
        group(
            "blkio_config.weight", "blkio_config: {weight: 300}", ("blkio", "blkio*.weight"), "io*.weight",
            is: "(.*\n)?(default )?(300|2930)(\n.*)?"),
        weightOfDisk,
    ]

private let noDisk = wholeDisk == nil ? "this machine has no disk" : nil

/// How much may be read from a disk or written to it in a second.
private func throttle(_ limit: String) -> Effect {
    let key = limit.prefix(1) + limit.suffix(limit.hasSuffix("iops") ? 4 : 3)
    var effect = group(
        "blkio_config.device_\(limit)",
        "blkio_config: {device_\(limit): [{path: \(wholeDisk ?? "/dev/vda"), rate: 1048576}]}",
        ("blkio", "blkio.throttle.\(limit)_device"), "io.max",
        is: ("[0-9]+:[0-9]+ 1048576", ".* \(key)=1048576.*"))
    effect.attributes = ["path", "rate"].map { "services.*.blkio_config.device_\(limit)[].\($0)" }
    effect.obstacle = noDisk
    return effect
}

/// The weight that a container has on one disk, where that disk's scheduler knows weights.
private let weightOfDisk: Effect = {
    let disk = wholeDisk ?? "/dev/vda"
    let service = "blkio_config: {weight_device: [{path: \(disk), weight: 300}]}"
    // A disk that was listed has this file, or knows no weights.
    let schedulers = (try? readText("/sys/block/\(disk.dropFirst(5))/queue/scheduler")) ?? ""
    var effect =
        schedulers.contains("[bfq]")
        ? group(
            "blkio_config", service, ("blkio", "blkio.bfq.weight_device"), "io.bfq.weight",
            is: "(.*\n)?[0-9]+:[0-9]+ 300")
        : told(.warning, "blkio_config", service, "\(disk) is not shared by weight")
    effect.attributes = ["path", "weight"].map { "services.*.blkio_config.weight_device[].\($0)" }
    effect.obstacle = noDisk
    return effect
}()

/// A disk of this machine; nil where there is none, as in a container.
private let wholeDisk: String? = {
    let names = (try? directoryEntries("/sys/block"))?.sorted() ?? []
    return names.first { name in
        !["loop", "ram", "zram"].contains(where: name.hasPrefix) && fileExists("/dev/\(name)")
    }.map { "/dev/\($0)" }
}()

private let deployedEffects: [Effect] = [
    group(
        "deploy.resources.limits.cpus", "deploy: {resources: {limits: {cpus: \"0.5\"}}}", quota, "cpu.max",
        is: ("50000", "50000 100000")),
    group(
        "deploy.resources.limits.memory", "deploy: {resources: {limits: {memory: 50M}}}", memory,
        "memory.max", is: "52428800"),
    group(
        "deploy.resources.limits.pids", "deploy: {resources: {limits: {pids: 33}}}", pids, "pids.max",
        is: "33"),
    group(
        "deploy.resources.reservations.memory", "deploy: {resources: {reservations: {memory: 20M}}}", soft,
        "memory.low", is: "20971520"),
]

private let refusedResources: [Effect] = [
    told(.refusal, "cpus", "cpus: 10000", "yaml:3:5: .*this host has [0-9]+ processors"),
    told(.refusal, "cpus", "cpus: 0.001", "use 0.01 to"),
    told(.refusal, "cpus", "cpus: 1\ncpu_quota: 5000", "say the same in two ways"),
    told(.refusal, "cpu_period", "cpu_period: 10", "use 1000 to 1000000"),
    told(.refusal, "cpuset", "cpuset: 0-9999", "processors that this host does not have"),
    told(.refusal, "mem_limit", "mem_limit: 4m", "the least is 6m"),
    told(.refusal, "deploy.resources.limits.memory", "deploy: {resources: {limits: {memory: 1M}}}", "6m"),
    told(.refusal, "mem_reservation", "mem_limit: 64m\nmem_reservation: 65m", "is more than the limit"),
    told(.refusal, "memswap_limit", "mem_limit: 64m\nmemswap_limit: 32m", "memory and swap together"),
    told(.refusal, "memswap_limit", "memswap_limit: 32m", "add mem_limit"),
    told(.refusal, "mem_swappiness", "mem_swappiness: 101", "use 0 to 100"),
    told(
        .refusal, "blkio_config", "blkio_config: {device_read_bps: [{path: /dev/none, rate: 1m}]}",
        "/dev/none .*does not exist"),
    told(
        .refusal, "blkio_config", "blkio_config: {device_read_bps: [{path: /dev/null, rate: 1m}]}",
        "/dev/null .*is no block device"),
    told(.refusal, "cpu_rt_runtime", "cpu_rt_runtime: 1000", "\"cpu_rt_runtime\" cannot be enforced"),
    told(.refusal, "cpu_rt_period", "cpu_rt_period: 1000000", "\"cpu_rt_period\" cannot be enforced"),
    told(.refusal, "storage_opt", "storage_opt: {size: 1G}", "XFS with project quotas"),
]
