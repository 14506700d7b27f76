internal import BerthModel
internal import BerthNames
internal import LinuxSystem
internal import OCIRuntime

/// The files that a container finds in `/etc` and that are its engine's, not its image's.
struct ContainerFiles {
    /// The container's directory on the host.
    let directory: String
    /// The host name.
    let hostname: String
    /// The addresses, in the order of the interfaces.
    let addresses: [String]
    /// The address by which the host is reached, if any.
    let gateway: String?
    /// What names it, and how it finds names.
    let service: Service

    /// Writes `hosts`, `hostname` and `resolv.conf` into the container's directory.
    func write() throws {
        var hosts = HostsFile(hostname: hostname, addresses: addresses, gateway: gateway)
        hosts.domain = service.domainName
        hosts.extraHosts = service.nameResolution.hosts
        try writeFile("\(directory)/hosts", hosts.text)
        try writeFile("\(directory)/hostname", "\(hostname)\n")
        try writeFile("\(directory)/resolv.conf", Self.resolver(of: service).forContainer)
    }

    /// What the host's resolv.conf says, with what a service says in its place.
    static func resolver(of service: Service) throws -> ResolverConfiguration {
        try hostResolver().overridden(by: service.nameResolution)
    }

    /// What the host's own resolv.conf says; a host without one asks nobody.
    static func hostResolver() throws -> ResolverConfiguration {
        let path = "/etc/resolv.conf"
        return ResolverConfiguration(fileExists(path) ? try readText(path) : "")
    }

    /// The mounts that put them in place, but for those that a mount of the service covers.
    func mounts(except targets: Set<String>) -> [ResolvedMount] {
        ["hosts", "hostname", "resolv.conf"].compactMap { name in
            let target = "/etc/\(name)"
            guard !targets.contains(target) else { return nil }
            let source = "\(directory)/\(name)"
            return ResolvedMount(
                target: target, mount: .bind(source, at: target, options: ["rprivate"]), source: source)
        }
    }
}
