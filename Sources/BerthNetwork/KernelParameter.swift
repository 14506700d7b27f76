internal import LinuxSystem

/// A kernel parameter of the calling thread's network namespace (sysctl(8)) with the value it is to have.
struct KernelParameter: Sendable, Hashable {
    /// The path below `/proc/sys/net`.
    let path: String
    /// The value.
    let value: String

    init(_ path: String, _ value: String) {
        self.path = path
        self.value = value
    }

    /// What the host needs to route for containers.
    static let forwarding = KernelParameter("ipv4/ip_forward", "1")

    /// What a bridge needs before it is up: replies of connections to loopback, no second opinion on the
    /// way back, and no IPv6 that nobody asked for, whose address check would take seconds.
    static func ofBridge(_ name: String) -> [KernelParameter] {
        [
            KernelParameter("ipv4/conf/\(name)/route_localnet", "1"),
            KernelParameter("ipv4/conf/\(name)/rp_filter", "2"),
            KernelParameter("ipv6/conf/\(name)/accept_dad", "0"),
            KernelParameter("ipv6/conf/\(name)/disable_ipv6", "1"),
        ]
    }

    /// What a container's namespace has before its interfaces are made: ports from 1 on and ping for
    /// everyone, as docker sets them, and no IPv6 on interfaces that are on IPv4 networks.
    static let ofContainer = [
        KernelParameter("ipv4/ip_unprivileged_port_start", "0"),
        KernelParameter("ipv4/ping_group_range", "0 2147483647"),
        KernelParameter("ipv6/conf/default/disable_ipv6", "1"),
    ]

    /// Sets the parameter; one of IPv6 is left out where the kernel runs without it.
    func set() throws(SystemError) {
        let file = "/proc/sys/net/\(path)"
        if path.hasPrefix("ipv6/"), !fileExists(file) { return }
        try writeFile(file, value)
    }
}
