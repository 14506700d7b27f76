import BerthModel
import Firewall
import Foundation
import Glibc
import LinuxSystem
import Netlink
import Testing

@testable import BerthNetwork

/// Two stacks on a virtual host, every container with a server on port 80 that answers with its name.
///
/// The first has the networks front (10.90.1.0/24), back (10.90.2.0/24) and the internal inner
/// (10.90.3.0/24); the second has other (10.90.4.0/24).
final class Town: Sendable {
    let host: VirtualHost
    let driver: NetworkDriver
    let otherDriver: NetworkDriver
    private let containers: [String: ContainerInterfaces]
    private let servers: [Server]

    init(on host: VirtualHost) throws {
        self.host = host
        driver = try NetworkDriver(group: Self.group("shop"))
        otherDriver = try NetworkDriver(group: Self.group("blog"))
        let front = try Self.network("f", "10.90.1.0/24")
        let back = try Self.network("b", "10.90.2.0/24")
        let inner = try Self.network("e", "10.90.3.0/24", isInternal: true)
        let other = try Self.network("0", "10.90.4.0/24")
        for network in [front, back, inner] { try driver.createNetwork(network) }
        try otherDriver.createNetwork(other)
        let plan: [(String, [(NetworkDescription, String)])] = [
            ("web1", [(front, "10.90.1.11")]), ("web2", [(front, "10.90.1.12")]),
            ("web3", [(front, "10.90.1.13")]), ("client", [(front, "10.90.1.20")]),
            ("db", [(back, "10.90.2.11")]), ("both", [(front, "10.90.1.30"), (back, "10.90.2.30")]),
            ("iso1", [(inner, "10.90.3.11")]), ("iso2", [(inner, "10.90.3.12")]),
            ("other", [(other, "10.90.4.11")]),
        ]
        var containers: [String: ContainerInterfaces] = [:]
        var servers = try [
            host.outside.serve("world", port: 80),
            [
                Server("loopback", "127.0.0.1", 7777, .stream),
                Server("host", VirtualHost.address, 7777, .stream),
            ],
        ].flatMap(\.self)
        for (name, interfaces) in plan {
            var container = try host.container(name, interfaces)
            container.publishesPorts = name.hasPrefix("web")
            let namespace = try (name == "other" ? otherDriver : driver).attach(container)
            servers += try namespace.serve(name, port: 80)
            containers[name] = container
        }
        self.containers = containers
        self.servers = servers
    }

    static func group(_ project: String) -> LinkGroup {
        LinkGroup(project: project, in: Installation(root: "/nowhere", runtime: "/nowhere"))
    }

    static func network(_ digit: String, _ subnet: String, isInternal: Bool = false) throws
        -> NetworkDescription
    {
        try NetworkDescription(
            id: NetworkID(String(repeating: digit, count: 12)), subnet: CIDRv4(subnet), isInternal: isInternal
        )
    }

    func id(_ name: String) -> String { containers[name]?.container ?? "" }
    func namespace(_ name: String) -> NetworkNamespace { NetworkNamespace(path: "\(host.directory)/\(name)") }

    func publish(
        _ name: String, _ port: UInt16, address: String? = nil, transport: PortMapping.Transport = .tcp
    ) throws {
        let container = try #require(containers[name])
        let interface = container.interfaces[0]
        try driver.publish([
            PublishedPortRule(
                endpoint: HostEndpoint(
                    address: try address.map(IPv4Address.init), transport: transport, port: port),
                address: interface.address, port: 80,
                owner: .init(network: interface.network.id, container: container.container, name: name))
        ])
    }

    /// Takes both stacks down, as `down` without a record does.
    func leave() {
        for server in servers { server.stop() }
        let all = containers.keys.sorted()
        try? driver.removeAll(namespaces: all.filter { $0 != "other" }.map(namespace))
        try? otherDriver.removeAll(namespaces: [namespace("other")])
    }

    /// What a container gets that sends 127.0.0.1 out of its interface (CVE-2020-8558).
    func loopbackAttack(from attacker: NetworkNamespace, port: UInt16) throws -> String? {
        try attacker.enter {
            try writeFile("/proc/sys/net/ipv4/conf/eth0/route_localnet", "1")
            for arguments in [
                ["route", "flush", "table", "local", "127.0.0.0/8"], ["addr", "flush", "dev", "lo"],
                ["route", "replace", "127.0.0.1/32", "via", "10.90.1.1", "dev", "eth0", "src", "10.90.1.20"],
            ] {
                try runTool("/usr/sbin/ip", arguments)
            }
            return try LocalClient.fetch("127.0.0.1", port, .stream, .short)
        }
    }

    /// What an outside host gets that routes a container's address through the host.
    func routed(from outside: NetworkNamespace, to address: String) throws -> String? {
        try outside.enter {
            try runTool("/usr/sbin/ip", ["route", "add", "10.90.0.0/16", "via", VirtualHost.address])
            return try LocalClient.fetch(address, 80, .stream, .short)
        }
    }
}

/// Runs a program to its end in the calling thread's namespace.
func runTool(_ path: String, _ arguments: [String]) throws {
    let process = try spawn(ProcessDescription(path, arguments))
    var status: Int32 = 0
    let ended = unsafe waitpid(process.pid, &status, 0)
    try #require(ended == process.pid)
    try #require(status == 0, "\(path) \(arguments)")
}

/// A client that keeps its port, so that all its packets are of one flow.
struct UDPClient: Sendable {
    private let number: Int32

    init(to address: String, _ port: UInt16) throws {
        let number = socket(AF_INET, SocketKind.datagram.rawValue, 0)
        let connected = try unsafe withName(address, port) { unsafe connect(number, $0, $1) }
        try #require(connected == 0)
        self.number = number
    }

    func ask(patience: Patience) -> String? {
        var time = timeval(tv_sec: patience.rawValue / 1000, tv_usec: patience.rawValue % 1000 * 1000)
        unsafe setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        var buffer = [UInt8](repeating: 0, count: 100)
        // The first attempt may only fetch the refusal of an earlier packet.
        for _ in 0..<2 {
            _ = unsafe send(number, "?", 1, 0)
            let count = unsafe recv(number, &buffer, 100, 0)
            if count > 0 { return String(decoding: buffer[..<count], as: UTF8.self) }
        }
        return nil
    }

    func close() { Glibc.close(number) }
}

/// Makes the chains of iptables as docker or ufw leave them.
func forbidForwarding(with chain: String) throws {
    let user =
        chain == "FORWARD" ? "" : "add chain ip filter \(chain)\nadd rule ip filter FORWARD jump \(chain)\n"
    try NFTables().run(
        """
        add table ip filter
        add chain ip filter FORWARD { type filter hook forward priority 0; policy drop; }
        \(user)
        """)
}

/// The comments of the rules in a chain of `ip filter`.
func rulesOfBerth(in chain: String) throws -> [String] {
    try NFTables().list("chain ip filter \(chain)").compactMap { object in
        if case .rule(let rule) = object { rule.comment } else { nil }
    }
}
