import BerthModel
import Foundation
import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import BerthNetwork

@Suite("Traffic", .enabled(if: isRoot, "network namespaces need root"), .serialized)
struct TrafficTests {
    @Test(
        "containers of a network reach each other and the world, networks are apart, internal ones shut in"
    )
    func networks() throws {
        let seen = try VirtualHost.run { host in
            let town = try Town(on: host)
            defer { town.leave() }
            let (web, db, iso) = (town.namespace("web1"), town.namespace("db"), town.namespace("iso1"))
            let stranger = town.namespace("other")
            return [
                "same network": try web.fetch("10.90.1.12", 80),
                "by the first packet": try town.namespace("client").fetch("10.90.1.13", 80),
                "other network": try web.fetch("10.90.2.11", 80, patience: .short),
                "back from the other network": try db.fetch("10.90.1.11", 80, patience: .short),
                "other stack": try stranger.fetch("10.90.1.11", 80, patience: .short),
                "world": try web.fetch(VirtualHost.outsideAddress, 80),
                "world from a second stack": try stranger.fetch(VirtualHost.outsideAddress, 80),
                "internal to internal": try iso.fetch("10.90.3.12", 80),
                "internal to world": try iso.fetch(VirtualHost.outsideAddress, 80, patience: .short),
                "internal to host": try iso.fetch(VirtualHost.address, 7777, patience: .short),
                "host to container": try LocalClient.fetch("10.90.1.11", 80, .stream, .long),
                "second network of a container": try town.namespace("both").fetch("10.90.2.11", 80),
                "container to loopback service of the host":
                    try town.loopbackAttack(from: town.namespace("client"), port: 7777),
                "UDP": try web.ask("10.90.1.12", 80),
            ]
        }
        #expect(
            seen == [
                "same network": "web2", "by the first packet": "web3", "other network": nil,
                "back from the other network": nil, "other stack": nil, "world": "world",
                "world from a second stack": "world", "internal to internal": "iso2",
                "internal to world": nil, "internal to host": nil, "host to container": "web1",
                "second network of a container": "db", "container to loopback service of the host": nil,
                "UDP": "web2",
            ])
    }

    @Test("published ports are reached from everywhere, and only on the address they are published on")
    func publishing() throws {
        let seen = try VirtualHost.run { host in
            let town = try Town(on: host)
            defer { town.leave() }
            try town.publish("web1", 8080)
            try town.publish("web2", 8081, address: "127.0.0.1")
            try town.publish("web3", 8082, address: VirtualHost.secondAddress)
            try town.publish("web1", 5353, transport: .udp)
            func here(_ address: String, _ port: UInt16, _ patience: Patience = .long) throws -> String? {
                try LocalClient.fetch(address, port, .stream, patience)
            }
            let out = host.outside
            return [
                "loopback": try here("127.0.0.1", 8080),
                "host address": try here(VirtualHost.address, 8080),
                "gateway": try here("10.90.1.1", 8080),
                "outside": try out.fetch(VirtualHost.address, 8080),
                "the container itself": try town.namespace("web1").fetch(VirtualHost.address, 8080),
                "same network": try town.namespace("client").fetch(VirtualHost.address, 8080),
                "other network": try town.namespace("db").fetch(VirtualHost.address, 8080),
                "other stack": try town.namespace("other").fetch(VirtualHost.address, 8080),
                "loopback only, from loopback": try here("127.0.0.1", 8081),
                "loopback only, host address": try here(VirtualHost.address, 8081, .short),
                "loopback only, outside": try out.fetch(VirtualHost.address, 8081, patience: .short),
                "one address": try out.fetch(VirtualHost.secondAddress, 8082),
                "the other address": try out.fetch(VirtualHost.address, 8082, patience: .short),
                "UDP from outside": try out.ask(VirtualHost.address, 5353),
                "UDP from loopback": try LocalClient.fetch("127.0.0.1", 5353, .datagram, .long),
                "routed to the container": try town.routed(from: out, to: "10.90.1.11"),
            ]
        }
        #expect(
            seen == [
                "loopback": "web1", "host address": "web1", "gateway": "web1", "outside": "web1",
                "the container itself": "web1", "same network": "web1", "other network": "web1",
                "other stack": "web1", "loopback only, from loopback": "web2",
                "loopback only, host address": nil, "loopback only, outside": nil, "one address": "web3",
                "the other address": nil, "UDP from outside": "web1", "UDP from loopback": "web1",
                "routed to the container": nil,
            ])
    }

    @Test("a port of several containers is shared evenly, and with one that leaves by the rest")
    func balancing() throws {
        let (three, two, one, none) = try VirtualHost.run { host in
            let town = try Town(on: host)
            defer { town.leave() }
            func ask(_ count: Int, patience: Patience = .long) throws -> [String] {
                try (0..<count).map { _ in
                    try host.outside.fetch(VirtualHost.address, 8090, patience: patience) ?? "-"
                }.sorted()
            }
            for name in ["web1", "web2", "web3"] { try town.publish(name, 8090) }
            let three = try ask(6)
            try town.driver.unpublish(containers: [town.id("web2")])
            let two = try ask(4)
            try town.driver.unpublish(containers: [town.id("web1")])
            let one = try ask(2)
            try town.driver.unpublish(containers: [town.id("web3")])
            return (three, two, one, try ask(1, patience: .short))
        }
        #expect(three == ["web1", "web1", "web2", "web2", "web3", "web3"])
        #expect(two == ["web1", "web1", "web3", "web3"])
        #expect(one == ["web3", "web3"])
        #expect(none == ["-"])
    }

    @Test("a UDP flow that began before its port was published, or moved, follows the change")
    func flows() throws {
        let seen = try VirtualHost.run { host in
            let town = try Town(on: host)
            defer { town.leave() }
            let client = try host.outside.enter { try UDPClient(to: VirtualHost.address, 6000) }
            defer { client.close() }
            let before = client.ask(patience: .short)
            try town.publish("web1", 6000, transport: .udp)
            let first = client.ask(patience: .long)
            try town.driver.unpublish(containers: [town.id("web1")])
            try town.publish("web2", 6000, transport: .udp)
            return [before, first, client.ask(patience: .long)]
        }
        #expect(seen == [nil, "web1", "web2"])
    }

    @Test(
        "where the host forwards nothing, ours passes and stays isolated",
        arguments: ["FORWARD", "DOCKER-USER"])
    func forwardDrop(chain: String) throws {
        let (seen, rules) = try VirtualHost.run { host in
            try forbidForwarding(with: chain)
            let town = try Town(on: host)
            try town.publish("web1", 8080)
            let seen = [
                try town.namespace("web1").fetch(VirtualHost.outsideAddress, 80),
                try host.outside.fetch(VirtualHost.address, 8080),
                try town.namespace("db").fetch("10.90.1.11", 80, patience: .short),
            ]
            town.leave()
            return (seen, try rulesOfBerth(in: chain))
        }
        #expect(seen == ["world", "web1", nil])
        #expect(rules == [])
    }
}
