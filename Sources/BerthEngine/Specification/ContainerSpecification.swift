internal import BerthModel
internal import BerthStore
internal import LinuxSystem
internal import OCIRuntime

/// Turns an order into what the OCI runtime is told: a file an area, each of which changes its own parts.
struct ContainerSpecification {
    let order: ContainerOrder
    let drivers: Drivers
    /// The mounted root file system.
    let rootfs: String
    /// What is mounted beside the standard mounts, in order.
    let mounts: [ResolvedMount]
    /// The file of the network namespace it joins; nil for the host's.
    let networkNamespace: String?
    /// Whose namespaces it is in.
    let namespaces: NamespaceOwnership
    /// The control group that is its own.
    let cgroup: Cgroup
    /// The runtime that makes it.
    let runtime: Runtime

    var service: Service { order.service }

    /// The whole text for the runtime.
    func specification() throws -> RuntimeSpec {
        var spec = RuntimeSpec.standard(
            process: try process(), rootfs: rootfs, cgroups: drivers.cgroups,
            sharedMemory: service.resources.memory.shared ?? 64 << 20)
        setNames(&spec)
        setKernelSettings(&spec)
        setNamespaces(&spec)
        try setResources(&spec)
        setSharedMemory(&spec)
        setMounts(&spec)
        try setDevices(&spec)
        try setPrivileges(&spec)
        return spec
    }
}
