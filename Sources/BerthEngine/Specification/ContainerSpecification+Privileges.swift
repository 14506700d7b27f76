internal import BerthModel
internal import OCIRuntime

extension ContainerSpecification {
    /// What its processes may do.
    func setPrivileges(_ spec: inout RuntimeSpec) throws {
        try spec.confine(by: drivers.seccomp, for: runtime.kind)
    }
}
