internal import BerthModel
internal import OCIRuntime

extension ContainerSpecification {
    /// How much of the machine it gets.
    func setResources(_ spec: inout RuntimeSpec) throws {}
}
