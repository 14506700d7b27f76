import LinuxSystem
import TestSupport
import Testing

@testable import Netlink

@Suite("Route socket", .enabled(if: isRoot, "network namespaces need root"))
struct RouteSocketTests {
    @Test("a bridge, an address and a route are there once they are made")
    func make() throws {
        let (link, address, routes) = try onOwnNamespace {
            let socket = try RouteSocket()
            let index = try makeBridge(socket, "br-a", group: 5)
            try socket.perform([
                .addAddress(IPv4Address("10.9.0.1"), prefixLength: 16, interface: index),
                .addDefaultRoute(gateway: IPv4Address("10.9.0.2")),
            ])
            return (try socket.link(named: "br-a"), try socket.addresses(), try socket.routes())
        }
        let bridge = try #require(link)
        #expect(bridge.kind == "bridge" && bridge.group == 5 && bridge.isUp)
        #expect(bridge.address?.description == "02:be:0a:09:00:01")
        #expect(address.filter { $0.interface == bridge.index }.map(\.subnet.description) == ["10.9.0.0/16"])
        #expect(Set(routes.map(\.destination.description)) == ["0.0.0.0/0", "10.9.0.0/16"])
        #expect(routes.compactMap(\.gateway?.description) == ["10.9.0.2"])
        #expect(routes.allSatisfy { $0.interface == bridge.index })
    }

    @Test("a pair has its ends in two namespaces, with number, address and group from the start")
    func pair() throws {
        let (inside, outside) = try onOwnNamespace {
            let here = try NetworkNamespace.openingCurrent()
            let socket = try RouteSocket()
            let index = try makeBridge(socket, "br-a", group: 0)
            return try onOwnNamespace {
                let inner = try RouteSocket()
                let pair = VethPair(
                    name: "eth0", index: 100, address: try MACAddress("02:00:00:00:00:07"),
                    peer: .init(name: "va", group: 9, namespace: here.number))
                try inner.perform([.createPair(pair)])
                try socket.perform([.connect(port: "va", bridge: index), .setHairpin(port: "va")])
                return (try inner.link(named: "eth0"), try socket.link(named: "va"))
            }
        }
        #expect(inside?.index == 100 && inside?.isUp == true && inside?.isRunning == true)
        #expect(inside?.address?.description == "02:00:00:00:00:07")
        #expect(outside?.group == 9 && outside?.kind == "veth" && outside?.isUp == true)
        #expect(outside?.master != nil)
    }

    @Test("a group is deleted at once, and nothing else")
    func deleteGroup() throws {
        let (names, again) = try onOwnNamespace {
            let socket = try RouteSocket()
            for name in ["br-a", "br-b"] { _ = try makeBridge(socket, name, group: 7) }
            _ = try makeBridge(socket, "br-c", group: 8)
            try socket.perform([.deleteLinks(group: 7)])
            let names = try socket.links().filter { $0.kind == "bridge" }.map(\.name)
            return (names, refusal { try socket.perform([.deleteLinks(group: 7)]) })
        }
        #expect(names == ["br-c"])
        #expect(again?.isNotFound == true)
    }

    @Test("the first refusal is thrown with code and request, and what follows it is tried all the same")
    func order() throws {
        let (error, accepted, made) = try onOwnNamespace {
            let socket = try RouteSocket()
            let bridge = RouteRequest.createBridge(
                Bridge(name: "br-a", address: try MACAddress("02:00:00:00:00:01"), group: 0))
            let other = RouteRequest.createBridge(
                Bridge(name: "br-b", address: try MACAddress("02:00:00:00:00:01"), group: 0))
            let error = refusal { try socket.perform([bridge, bridge, .deleteLink(name: "none"), other]) }
            let accepted = refusal { try socket.perform([bridge], accepting: \.isAlreadyThere) }
            return (error, accepted, try socket.links(named: ["br-b", "none"]).map { $0?.name })
        }
        #expect(error?.description == "create bridge \"br-a\": File exists")
        #expect(accepted == nil)
        #expect(made == ["br-b", nil])
    }

    @Test("a socket stays in the namespace it was opened in")
    func namespace() throws {
        let (before, after) = try onOwnNamespace {
            let socket = try RouteSocket()
            let index = try makeBridge(socket, "br-a", group: 0)
            let seen = try onOwnNamespace { try socket.link(named: "br-a")?.index }
            return (index, seen)
        }
        #expect(before == after)
    }

    @Test("a change of a link is told to who listens, and the wait ends without one")
    func changes() throws {
        let (seen, end) = try onOwnNamespace {
            let changes = try LinkChanges(waitingAtMost: 1)
            _ = try makeBridge(RouteSocket(), "br-a", group: 0)
            let seen = try changes.next().map(\.name)
            while try !changes.next().isEmpty {}
            return (seen, try changes.next().count)
        }
        #expect(seen == ["br-a"])
        #expect(end == 0)
    }
}

/// Makes a bridge, sets it up and returns its number.
private func makeBridge(_ socket: RouteSocket, _ name: String, group: UInt32) throws -> Int32 {
    let bridge = Bridge(name: name, address: MACAddress(for: try IPv4Address("10.9.0.1")), group: group)
    try socket.perform([.createBridge(bridge)])
    let index = try #require(try socket.link(named: name)).index
    try socket.perform([.setUp(interface: index)])
    return index
}

private func refusal(_ body: () throws -> Void) -> NetlinkError? {
    do { try body() } catch { return error as? NetlinkError }
    return nil
}

/// Runs a body in an empty namespace of its own.
private func onOwnNamespace<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
    let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-netlink-")
    let namespace = NetworkNamespace(path: "\(directory)/own")
    defer { try? removeDirectory(directory) }
    defer { try? namespace.remove() }
    return try NetworkNamespace.create(at: namespace.path, body)
}
