internal import BerthModel
internal import BerthNames
internal import LinuxSystem
internal import OCIRuntime

/// The files that a container finds in `/etc` and that are its engine's, not its image's.
struct ContainerFiles {
    /// The directory of the host that they are in: the container's, or that of the owner of its network.
    var directory: String
    /// The host name.
    let hostname: String
    /// The addresses, in the order of the interfaces.
    let addresses: [String]
    /// The address by which the host is reached, if any.
    let gateway: String?
    /// What names it, and how it finds names.
    let service: Service

    /// Who is asked for the addresses of names.
    enum Resolving {
        /// The name server of the stack.
        case names
        /// Whom the host asks.
        case asHost
    }

    /// Writes `hosts`, `hostname` and `resolv.conf` for a container with a network of its own.
    func write(resolving: Resolving) throws {
        var hosts = HostsFile(hostname: hostname, addresses: addresses, gateway: gateway)
        hosts.domain = service.domainName
        hosts.extraHosts = service.nameResolution.hosts
        try writeFile("\(directory)/hosts", hosts.text)
        try writeFile("\(directory)/hostname", "\(hostname)\n")
        let resolver =
            resolving == .names ? try Self.resolver(of: service).forContainer : try resolverAsOnHost()
        try writeFile("\(directory)/resolv.conf", resolver)
    }

    /// Writes them as the host has them, but for the container's host name and what its service says.
    func writeAsOnHost() throws {
        let given = HostsFile.lines(of: service.nameResolution.hosts, gateway: "127.0.0.1")
        try writeFile("\(directory)/hosts", Self.hostText("hosts") + given)
        try writeFile("\(directory)/hostname", "\(hostname)\n")
        try writeFile("\(directory)/resolv.conf", resolverAsOnHost())
    }

    /// The host's resolv.conf, with what the service says in its place.
    private func resolverAsOnHost() throws -> String {
        let host = try Self.hostResolver()
        let own = host.overridden(by: service.nameResolution)
        return own == host ? try Self.hostText("resolv.conf") : own.text
    }

    /// What the host's resolv.conf says, with what a service says in its place.
    static func resolver(of service: Service) throws -> ResolverConfiguration {
        try hostResolver().overridden(by: service.nameResolution)
    }

    /// The host's file of a name; empty where there is none.
    private static func hostText(_ name: String) throws -> String {
        fileExists("/etc/\(name)") ? try readText("/etc/\(name)") : ""
    }

    /// What the host's own resolv.conf says; a host without one asks nobody.
    static func hostResolver() throws -> ResolverConfiguration {
        ResolverConfiguration(try hostText("resolv.conf"))
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
