import BerthModel
import Firewall
import LinuxSystem
import Netlink
import TestSupport
import Testing

@testable import BerthNetwork

@Suite("Firewall table")
struct FirewallTableTests {
    private static let front = "br-111111111111"

    @Test("the rules and the part of a network in them")
    func table() throws {
        let plain = try Town.network("1", "10.90.1.0/24")
        let inner = try Town.network("2", "10.90.2.0/24", isInternal: true)
        let parts = [
            FirewallTable.load, FirewallTable.add(plain), FirewallTable.add(inner),
            FirewallTable.remove(
                .init(network: inner.id, subnets: ["10.90.2.0/24"], isInternal: true)),
            NameServerTable.load, ForwardingPermission.grant(to: plain.id, chain: "DOCKER-USER"),
        ]
        try expectGolden(parts.joined(separator: "\n"), "firewall-table")
    }

    @Test("the way from some published ports to others")
    func changes() throws {
        let (one, two) = (try rule(8080, "10.90.1.2"), try rule(8080, "10.90.1.3"))
        let three = try rule(8080, "10.90.1.4")
        let local = try rule(53, "10.90.1.2", address: "127.0.0.1", transport: .udp)
        let localToo = try rule(53, "10.90.1.3", address: "127.0.0.1", transport: .udp)
        let steps: [(String, [PublishedPortRule], [PublishedPortRule])] = [
            ("first", [], [one]), ("second", [one], [two, one]), ("third", [one, two], [one, two, three]),
            ("moved", [one], [two]), ("back to one", [one, two], [two]), ("gone", [one, two], []),
            ("one of two endpoints", [local, one], [one]), ("of one address", [], [localToo, local]),
        ]
        let text = steps.map { name, old, new in
            let change = PublishedPortChange(from: old, to: new)
            return "# \(name): \(change.endpoints.map(\.description))\n\(change.commands)"
        }
        try expectGolden(text.joined(separator: "\n"), "published-port-changes")
    }

    @Test("nothing is sent when nothing changes, in whatever order the rules come")
    func unchanged() throws {
        let (one, two) = (try rule(8080, "10.90.1.2"), try rule(8080, "10.90.1.3"))
        let change = PublishedPortChange(from: [one, two], to: [two, one, two])
        #expect(change.commands == "")
        #expect(change.endpoints == [])
    }

    @Test(
        "a record that is not as we write it is nobody's",
        arguments: [
            "", "br-111111111111", "br-111111111111 c", "docker0 c n", "br-11111111111g c n", "br-1111 c n",
        ])
    func foreignComments(comment: String) throws {
        let key = ["0.0.0.0", "tcp", "80", "10.90.1.2", "80"]
        #expect(PublishedPortRule(key: key, comment: comment) == nil)
        #expect(PublishedPortRule(key: key, comment: nil) == nil)
        #expect(PublishedPortRule(key: Array(key.dropLast()), comment: "\(Self.front) c n") == nil)
        #expect(
            PublishedPortRule(
                key: ["0.0.0.0", "tcp", "80", "10.90.1.2", "70000"], comment: "\(Self.front) c n") == nil)
    }

    @Test("a name can neither end the comment nor be longer than the kernel keeps")
    func names() throws {
        let network = try NetworkID("111111111111")
        let name = "x\" }\nflush ruleset # é" + String(repeating: "y", count: 200)
        let owner = PublishedPortRule.Owner(
            network: network, container: String(repeating: "a", count: 64), name: name)
        #expect(owner.name.hasPrefix("x }flush ruleset # y"))
        let rule = PublishedPortRule(
            endpoint: HostEndpoint(transport: .tcp, port: 1), address: .loopback, port: 1, owner: owner)
        #expect(rule.comment.utf8.count < 128)
        #expect(!rule.comment.contains("\""))
    }

    @Test("the kernel gives back what was put into the table", .enabled(if: isRoot, "needs root"))
    func roundTrip() throws {
        let plain = try Town.network("1", "10.90.1.0/24")
        let inner = try Town.network("2", "10.90.2.0/25", isInternal: true)
        let rules = try [
            rule(8080, "10.90.1.2"), rule(8080, "10.90.1.3"),
            rule(53, "10.90.1.2", address: "127.0.0.1", transport: .udp), rule(9, "10.90.1.2"),
        ].sorted()
        let (before, state) = try onOwnNamespace {
            let firewall = NFTables()
            let before = try FirewallState(of: firewall) == nil
            for _ in 0..<2 {
                try firewall.run(FirewallTable.load + FirewallTable.add(plain) + FirewallTable.add(inner))
            }
            try firewall.run(PublishedPortChange(from: [], to: rules).commands)
            return (before, try FirewallState(of: firewall))
        }
        #expect(before)
        let members = try #require(state).members
        #expect(members.map(\.network) == [plain.id, inner.id])
        #expect(members.map(\.subnets) == [["10.90.1.0/24"], ["10.90.2.0/25"]])
        #expect(members.map(\.isInternal) == [false, true])
        #expect(state?.published == rules)
    }

    private func rule(
        _ port: UInt16, _ target: String, address: String? = nil, transport: PortMapping.Transport = .tcp
    ) throws -> PublishedPortRule {
        PublishedPortRule(
            endpoint: HostEndpoint(
                address: try address.map(IPv4Address.init), transport: transport, port: port),
            address: try IPv4Address(target), port: 80,
            owner: .init(
                network: try #require(NetworkID(bridge: Self.front)),
                container: String(target.suffix(1)) + "0123456789abcdef", name: "shop-web-1"))
    }
}

/// Runs a body in a namespace of its own with nothing but a loopback.
func onOwnNamespace<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
    let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-network-")
    let namespace = NetworkNamespace(path: "\(directory)/own")
    defer { try? removeDirectory(directory) }
    defer { try? namespace.remove() }
    return try NetworkNamespace.create(at: namespace.path) {
        try RouteSocket().perform([.setUp(interface: 1)])
        return try body()
    }
}
