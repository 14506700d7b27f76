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

    /// Who is asked for the addresses of names.
    enum Resolving {
        /// The name server of the stack.
        case names
        /// Whom the host asks.
        case asHost
    }

    /// Writes `hosts`, `hostname` and `resolv.conf` for a container with a network of its own.
    func write(resolving: Resolving) throws {
        let hosts = HostsFile(hostname: hostname, addresses: addresses, gateway: gateway)
        try writeFile("\(directory)/hosts", hosts.text)
        try writeFile("\(directory)/hostname", "\(hostname)\n")
        let resolver =
            resolving == .names ? try Self.hostResolver().forContainer : try Self.hostText("resolv.conf")
        try writeFile("\(directory)/resolv.conf", resolver)
    }

    /// Writes them as the host has them, but for the container's host name.
    func writeAsOnHost() throws {
        try writeFile("\(directory)/hosts", Self.hostText("hosts"))
        try writeFile("\(directory)/hostname", "\(hostname)\n")
        try writeFile("\(directory)/resolv.conf", Self.hostText("resolv.conf"))
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
