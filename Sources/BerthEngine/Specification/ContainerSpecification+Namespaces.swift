internal import BerthModel
internal import BerthStore
internal import OCIRuntime

extension ContainerSpecification {
    /// The namespaces that are its own, another's or the host's, and the control group it is in.
    func setNamespaces(_ spec: inout RuntimeSpec) {
        spec.linux.cgroupsPath = cgroup.path
        if let networkNamespace { spec.joinNetwork(at: networkNamespace) }
        // Those of other containers are named when the process is made, since they go with theirs.
        if namespaces.ipc == .host { spec.leave(.ipc) }
        if namespaces.processes == .host { spec.leave(.pid) }
        if service.namespaces.sharesHostname {
            spec.leave(.uts)
            spec.hostname = nil
            spec.domainname = nil
        }
        switch service.namespaces.controlGroups {
        case .private: spec.join(.cgroup, at: nil)
        case .host: spec.leave(.cgroup)
        case nil: break
        }
    }

    /// The shared memory: its own, one that others may join, another's, the host's or none.
    func setSharedMemory(_ spec: inout RuntimeSpec) {
        let target = "/dev/shm"
        guard let source = sharedMemory else { return }
        spec.mounts.removeAll { $0.destination == target }
        guard !source.isEmpty else { return }
        spec.mounts.append(.bind(source, at: target, options: ["nosuid", "nodev", "noexec"]))
    }

    /// The directory of the host that is mounted as shared memory; empty for none, nil for memory of its own.
    private var sharedMemory: String? {
        switch (service.namespaces.ipc, namespaces.ipc) {
        case (.some(.none), _): ""
        case (.shareable, _): drivers.installation.sharedMemory(order.id)
        case (_, .host): "/dev/shm"
        case (_, .container(let owner)): drivers.installation.sharedMemory(owner)
        case (_, .own): nil
        }
    }
}
