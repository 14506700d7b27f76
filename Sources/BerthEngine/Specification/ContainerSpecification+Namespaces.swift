internal import OCIRuntime

extension ContainerSpecification {
    /// The namespaces that are its own, another's or the host's, and the control group it is in.
    func setNamespaces(_ spec: inout RuntimeSpec) {
        spec.linux.cgroupsPath = cgroup.path
        spec.joinNetwork(at: networkNamespace)
    }
}
