import BerthModel
import LinuxSystem
import Testing

@testable import BerthNetwork

@Suite("Address pool")
struct AddressPoolTests {
    @Test(
        "the first subnet that overlaps none in use",
        arguments: [
            ([], "10.211.0.0/24"), (["10.211.0.0/24"], "10.211.1.0/24"), (["10.0.0.0/8"], "172.30.0.0/24"),
            (["10.211.0.77/32", "10.211.1.0/30"], "10.211.2.0/24"), (["10.211.0.0/17"], "10.211.128.0/24"),
            (["10.211.1.0/24"], "10.211.0.0/24"), (["192.168.0.0/16"], "10.211.0.0/24"),
            (["10.211.255.0/24", "10.211.0.0/17", "10.211.128.0/18"], "10.211.192.0/24"),
        ])
    func choice(used: [String], expected: String) throws {
        #expect(try AddressPool.standard.freeSubnet(avoiding: used.map(CIDRv4.init)).description == expected)
    }

    @Test("gives out every subnet once, then says that none is left")
    func exhaustion() throws {
        let pool = AddressPool([try .init(CIDRv4("255.255.255.0/24"), subnetLength: 27)])
        var used: [CIDRv4] = []
        for _ in 0..<8 { used.append(try pool.freeSubnet(avoiding: used)) }
        #expect(Set(used).count == 8)
        #expect(used.last?.description == "255.255.255.224/27")
        #expect(throws: Failure.self) { try pool.freeSubnet(avoiding: used) }
    }

    @Test("refuses blocks that cannot be cut", arguments: [8, 31, 32, 40])
    func blocks(length: Int) throws {
        let addresses = try CIDRv4("10.0.0.0/16")
        #expect(throws: Failure.self) { try AddressPool.Block(addresses, subnetLength: length) }
    }
}

@Suite("Network description")
struct NetworkDescriptionTests {
    @Test("takes the subnet and the gateway of the project, else the first address of a free subnet")
    func ofProject() throws {
        var network = Network(key: "front", name: "shop_front")
        let id = try NetworkID("0123456789ab")
        let chosen = try NetworkDescription(id: id, of: network, avoiding: [CIDRv4("10.211.0.0/24")])
        #expect("\(chosen.subnet) \(chosen.gateway)" == "10.211.1.0/24 10.211.1.1")
        network.subnets = [.init(subnet: "10.5.0.0/16", gateway: "10.5.255.254")]
        network.isInternal = true
        let wanted = try NetworkDescription(id: id, of: network, avoiding: [])
        #expect("\(wanted.subnet) \(wanted.gateway) \(wanted.isInternal)" == "10.5.0.0/16 10.5.255.254 true")
    }

    @Test(
        "refuses a subnet or gateway that cannot be, and names the network",
        arguments: [
            ("10.5.0.1/16", nil), ("10.5.0.0", nil), ("10.5.0.0/31", nil), ("10.5.0.0/24", "10.6.0.1"),
            ("10.5.0.0/24", "10.5.0.0"), ("10.5.0.0/24", "10.5.0.255"), ("fd00::/64", nil),
        ])
    func refused(subnet: String, gateway: String?) throws {
        var network = Network(key: "front", name: "shop_front")
        network.subnets = [.init(subnet: subnet, gateway: gateway)]
        let failure = #expect(throws: Failure.self) {
            try NetworkDescription(id: NetworkID("0123456789ab"), of: network, avoiding: [])
        }
        #expect(failure?.description.contains("network \"front\"") == true)
    }

    @Test(
        "an id is twelve hexadecimal digits and names the bridge",
        arguments: ["", "0123", "0123456789aB", "0123456789abc"])
    func ids(text: String) throws {
        #expect(throws: Failure.self) { try NetworkID(text) }
        #expect(try NetworkID("0123456789ab").bridge == "br-0123456789ab")
        #expect(NetworkID(bridge: "br-\(text)") == nil)
        #expect(NetworkID(bridge: "br_0123456789ab") == nil)
        let random = NetworkID.random()
        #expect(NetworkID(bridge: random.bridge) == random)
    }

    @Test(
        "the group of interfaces is the same in every process, another for each project and installation"
    )
    func groups() {
        let here = Installation(root: "/a", runtime: "/run/a")
        let there = Installation(root: "/a", runtime: "/run/b")
        #expect(LinkGroup(project: "shop", in: here).number == 0xcdd4_37bd)
        let groups = [
            LinkGroup(project: "shop", in: here), LinkGroup(project: "shop", in: there),
            LinkGroup(project: "shop2", in: here), LinkGroup(project: "", in: here),
        ]
        #expect(Set(groups).count == 4)
        #expect(groups.allSatisfy { $0.number >= 0x8000_0000 })
    }

    @Test("interfaces of the host fit into fifteen bytes and tell their container")
    func hostEnds() {
        let id = String(repeating: "ab", count: 32)
        #expect(HostEnd.name(container: id, index: 99) == "vabababababab99")
        #expect(HostEnd.container(ofInterface: "vabababababab99") == "abababababab")
        #expect(HostEnd.container(ofInterface: "veth0") == nil)
        #expect(HostEnd.container(ofInterface: "br-0123456789ab") == nil)
    }
}
