import BerthModel
import Firewall
import Foundation
import LinuxSystem
import Netlink
import Synchronization
import TestSupport
import Testing

@testable import BerthNetwork

@Suite("Network lifecycle", .enabled(if: isRoot, "network namespaces need root"))
struct LifecycleTests {
    @Test(
        "a network made twice is there once; removed twice it is gone, and the table with the last one"
    )
    func networks() throws {
        let (there, between, gone) = try VirtualHost.run { _ in
            let driver = try NetworkDriver(group: Town.group("shop"))
            let (front, back) = (try Town.network("1", "10.90.1.0/24"), try Town.network("2", "10.90.2.0/24"))
            for network in [front, front, back] { try driver.createNetwork(network) }
            let there = try facts()
            for _ in 0..<2 { try driver.removeNetworks([front.id]) }
            let between = try facts()
            for _ in 0..<2 { try driver.removeNetworks([back.id, front.id]) }
            return (there, between, try facts())
        }
        #expect(there == ["br-111111111111 10.90.1.1", "br-222222222222 10.90.2.1", "table berth"])
        #expect(between == ["br-222222222222 10.90.2.1", "table berth"])
        #expect(gone == [])
    }

    @Test("a subnet that another interface has is refused with both names")
    func overlap() throws {
        let failure = try VirtualHost.run { _ in
            let driver = try NetworkDriver(group: Town.group("shop"))
            do { try driver.createNetwork(Town.network("1", "203.0.113.0/25")) } catch { return "\(error)" }
            return "none"
        }
        #expect(
            failure == """
                subnet 203.0.113.0/25 overlaps 203.0.113.0/24 of up0; choose another subnet, or remove the \
                network that has it
                """)
    }

    @Test("what is used is known, the default route left out")
    func usedSubnets() throws {
        let used = try VirtualHost.run { _ in
            try RouteSocket().perform([.addDefaultRoute(gateway: IPv4Address(VirtualHost.outsideAddress))])
            return try NetworkDriver(group: Town.group("shop")).usedSubnets().map(\.description)
        }
        #expect(used == ["127.0.0.0/8", "203.0.113.0/24"])
    }

    @Test("a namespace that is made again replaces the one that an earlier attempt left")
    func attachAgain() throws {
        let (found, leftovers) = try VirtualHost.run { host in
            let driver = try NetworkDriver(group: Town.group("shop"))
            let network = try Town.network("1", "10.90.1.0/24")
            try driver.createNetwork(network)
            let container = try host.container("web", [(network, "10.90.1.2")])
            // A socket keeps the first namespace, with its interfaces, alive past its removal.
            let held = try driver.attach(container).enter {
                try ServerSocket.datagram("10.90.1.2", port: 5).release()
            }
            defer { _ = OwnedDescriptor(adopting: held) }
            let namespace = try driver.attach(container)
            let found = try namespace.enter { try RouteSocket().addresses().map(\.address.description) }
            try driver.removeAll(namespaces: [namespace])
            return (found, try facts() + [driver.leftovers().interfaces.isEmpty ? "none" : "some"])
        }
        #expect(found.sorted() == ["10.90.1.2", "127.0.0.1"])
        #expect(leftovers == ["none"])
    }

    @Test("a container on a network that is not there is refused, and nothing of it stays")
    func missingNetwork() throws {
        let (failure, file) = try VirtualHost.run { host in
            let driver = try NetworkDriver(group: Town.group("shop"))
            let container = try host.container("web", [(try Town.network("1", "10.90.1.0/24"), "10.90.1.2")])
            var failure = ""
            do { _ = try driver.attach(container) } catch { failure = "\(error)" }
            return (failure, fileExists(container.namespace))
        }
        #expect(failure == "network 111111111111 has no bridge br-111111111111")
        #expect(!file)
    }

    @Test("a container without networks has a loopback and nothing else")
    func noNetwork() throws {
        let links = try VirtualHost.run { host in
            let namespace = try NetworkDriver(group: Town.group("shop")).attach(host.container("web", []))
            defer { try? namespace.remove() }
            return try namespace.enter { try RouteSocket().links().filter(\.isUp).map(\.name) }
        }
        #expect(links == ["lo"])
    }

    @Test("one stack that goes takes exactly its own, found in the kernel alone")
    func twoStacks() throws {
        let (before, after, survivor) = try VirtualHost.run { host in
            let town = try Town(on: host)
            defer { town.leave() }
            try town.publish("web1", 8080)
            try town.otherDriver.publish([
                PublishedPortRule(
                    endpoint: HostEndpoint(transport: .tcp, port: 9090), address: IPv4Address("10.90.4.11"),
                    port: 80,
                    owner: .init(
                        network: NetworkID("000000000000"), container: town.id("other"), name: "blog-other-1")
                )
            ])
            let before = try NetworkDriver(group: Town.group("shop")).leftovers()
            try NetworkDriver(group: Town.group("shop")).removeAll()
            return (
                before, try facts() + town.otherDriver.publishedPorts().map(\.owner.name),
                try host.outside.fetch(VirtualHost.address, 9090)
            )
        }
        #expect(before.networks.map(\.digits) == ["bbbbbbbbbbbb", "eeeeeeeeeeee", "ffffffffffff"])
        #expect(before.containers.count == 8)
        #expect(before.interfaces.count == 12)
        #expect(after == ["br-000000000000 10.90.4.1", "v6f74686572000 -", "table berth", "blog-other-1"])
        #expect(survivor == "other")
    }

    @Test("networks whose bridge vanished are cleared out by whoever removes one next")
    func staleElements() throws {
        let gone = try VirtualHost.run { _ in
            let driver = try NetworkDriver(group: Town.group("shop"))
            try driver.createNetwork(Town.network("1", "10.90.1.0/24"))
            try RouteSocket().perform([.deleteLink(name: "br-111111111111")])
            let other = try NetworkDriver(group: Town.group("blog"))
            try other.createNetwork(Town.network("2", "10.90.2.0/24"))
            try other.removeAll()
            return try facts()
        }
        #expect(gone == [])
    }

    @Test("many stacks come and go at the same time")
    func concurrency() throws {
        let (failures, left) = try VirtualHost.run { host in
            let failures = FailureBox()
            let ended = (0..<10).map { number in
                let ended = DispatchSemaphore(value: 0)
                Thread.detachNewThread {
                    failures.attempt { for round in 0..<3 { try comeAndGo(number, round, on: host) } }
                    ended.signal()
                }
                return ended
            }
            for end in ended { end.wait() }
            return (failures.texts, try facts())
        }
        #expect(failures == [])
        #expect(left == [])
    }

    @Test("making a container's namespace waits for nothing")
    func speed() throws {
        let (times, removal) = try VirtualHost.run { host in
            let driver = try NetworkDriver(group: Town.group("shop"))
            let network = try Town.network("1", "10.90.0.0/16")
            try driver.createNetwork(network)
            let clock = ContinuousClock()
            var namespaces: [NetworkNamespace] = []
            var times: [Duration] = []
            for number in 2..<52 {
                let container = try host.container("c\(number)", [(network, "10.90.0.\(number)")])
                times.append(try clock.measure { namespaces.append(try driver.attach(container)) })
            }
            let held = namespaces
            return (times.sorted(), try clock.measure { try driver.removeAll(namespaces: held) })
        }
        print("attach: median \(times[25]), fastest \(times[0]); removing 50 and their bridge: \(removal)")
        // The fastest, since any of them may have had to wait for other tests.
        #expect(times[0] < .milliseconds(50))
    }
}

/// The bridges and veth ends with their addresses and the tables of the calling thread's namespace.
private func facts() throws -> [String] {
    let routes = try RouteSocket()
    let addresses = try routes.addresses()
    let links = try routes.links().filter {
        $0.kind == "bridge" || HostEnd.container(ofInterface: $0.name) != nil
    }
    let named = links.map { link in
        "\(link.name) \(addresses.first { $0.interface == link.index }?.address.description ?? "-")"
    }
    let tables = try NFTables().list("tables").compactMap { object in
        if case .table(let table) = object { "table \(table.name)" } else { nil }
    }
    return named.sorted() + tables
}

private func comeAndGo(_ number: Int, _ round: Int, on host: VirtualHost) throws {
    let driver = try NetworkDriver(group: Town.group("stack\(number)"))
    let network = try NetworkDescription(
        id: .random(), subnet: CIDRv4("10.\(100 + number).\(round).0/24"))
    try driver.createNetwork(network)
    let address = IPv4Address(value: network.gateway.value + 1)
    let container = try host.container("\(number)-\(round)", [(network, "\(address)")])
    let namespace = try driver.attach(container)
    try driver.publish([
        PublishedPortRule(
            endpoint: HostEndpoint(transport: .udp, port: UInt16(8000 + number)), address: address, port: 80,
            owner: .init(network: network.id, container: container.container, name: "stack\(number)"))
    ])
    if round == 0 { try driver.unpublish(containers: [container.container]) }
    try driver.detach(namespace)
    if round == 1 { try driver.removeNetworks([network.id]) }
    try driver.removeAll()
}

/// Failures of several threads.
private final class FailureBox: Sendable {
    private let list = Mutex<[String]>([])
    var texts: [String] { list.withLock { $0 } }

    func attempt(_ body: () throws -> Void) {
        do { try body() } catch { list.withLock { $0.append("\(error)") } }
    }
}
