import BerthModel
import YAMLTree

/// Makes the typed limits of a service's canonical form; `deploy` says what the service itself does not.
func resourcesModel(_ service: Node) -> Resources {
    let limits = service["deploy"]?["resources"]?["limits"]
    let reservations = service["deploy"]?["resources"]?["reservations"]
    var resources = Resources()
    resources.cpu = cpuModel(service)
    resources.cpu.limit = (service["cpus"] ?? limits?["cpus"])?.number
    resources.cpu.reservation = reservations?["cpus"]?.number
    resources.memory = memoryModel(service)
    resources.memory.limit = (service.bytes("mem_limit") ?? limits?.bytes("memory")).map(Limit.init)
    resources.memory.reservation =
        (service.bytes("mem_reservation") ?? reservations?.bytes("memory")).map(Limit.init)
    resources.processes = (service["pids_limit"] ?? limits?["pids"])?.whole.map(Limit.init)
    resources.processLimits = processLimitModels(service["ulimits"])
    resources.blockIO = service["blkio_config"].map(blockIOModel) ?? BlockIO()
    return resources
}

private func cpuModel(_ service: Node) -> CPU {
    var cpu = CPU()
    cpu.shares = service["cpu_shares"]?.whole
    cpu.quota = service["cpu_quota"]?.whole
    cpu.period = service["cpu_period"]?.whole
    cpu.realTimeRuntime = service["cpu_rt_runtime"]?.whole
    cpu.realTimePeriod = service["cpu_rt_period"]?.whole
    cpu.set = service.text("cpuset")
    cpu.count = service["cpu_count"]?.whole
    cpu.percent = service["cpu_percent"]?.number
    return cpu
}

private func memoryModel(_ service: Node) -> Memory {
    var memory = Memory()
    memory.limitWithSwap = service.bytes("memswap_limit").map(Limit.init)
    memory.swappiness = service.bytes("mem_swappiness")
    memory.shared = service.bytes("shm_size").flatMap { $0 > 0 ? $0 : nil }
    memory.waitsWhenExhausted = service.isTrue("oom_kill_disable")
    memory.killPriority = service["oom_score_adj"]?.whole
    return memory
}

/// The limits of processes by name, for a service or a build.
func processLimitModels(_ node: Node?) -> [ProcessLimit] {
    (node?.mapping?.entries ?? []).sorted { $0.key < $1.key }.compactMap { entry in
        let limit = entry.value
        guard let soft = (limit["soft"] ?? limit).whole, let hard = (limit["hard"] ?? limit).whole else {
            return nil
        }
        return ProcessLimit(entry.key, soft: Limit(soft), hard: Limit(hard))
    }
}

private func blockIOModel(_ node: Node) -> BlockIO {
    var devices = BlockIO()
    devices.weight = node["weight"]?.whole
    devices.deviceWeights = deviceValues(node["weight_device"]) { $0["weight"]?.whole }
    devices.readBytes = deviceValues(node["device_read_bps"]) { $0.bytes("rate") }
    devices.writtenBytes = deviceValues(node["device_write_bps"]) { $0.bytes("rate") }
    devices.readOperations = deviceValues(node["device_read_iops"]) { $0.bytes("rate") }
    devices.writeOperations = deviceValues(node["device_write_iops"]) { $0.bytes("rate") }
    return devices
}

private func deviceValues(_ list: Node?, _ value: (Node) -> Int64?) -> [BlockIO.DeviceValue] {
    (list?.sequence ?? []).compactMap { item in
        guard let path = item.text("path"), let value = value(item) else { return nil }
        return BlockIO.DeviceValue(path: path, value: value)
    }
}

extension Node {
    /// The bytes of a key, which were counted when it got its canonical form; below zero is without a limit.
    fileprivate func bytes(_ key: String) -> Int64? {
        self[key]?.string.flatMap { Int64($0) } ?? self[key]?.whole
    }
}
