internal import OCIRuntime

extension ContainerSpecification {
    /// What is mounted: the standard mounts but for those that the service's own take the place of, then those.
    func setMounts(_ spec: inout RuntimeSpec) {
        let targets = Set(mounts.map(\.target))
        spec.mounts.removeAll { standard in
            targets.contains(standard.destination)
                || targets.contains("/dev") && standard.destination.hasPrefix("/dev/")
        }
        spec.mounts += mounts.map(\.mount)
        spec.linux.rootfsPropagation = rootPropagation
    }

    /// What lets mounts be passed on between the host and the container; nil when none is to be.
    private var rootPropagation: String? {
        let words = Set(mounts.flatMap { $0.mount.options ?? [] })
        if !words.isDisjoint(with: ["shared", "rshared"]) { return "shared" }
        return words.isDisjoint(with: ["slave", "rslave"]) ? nil : "rslave"
    }
}
