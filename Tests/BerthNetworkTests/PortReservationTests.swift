import BerthModel
import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import BerthNetwork

@Suite("Port reservations", .enabled(if: isRoot, "the driver's sockets need root"))
struct PortReservationTests {
    @Test("any free port, the fixed one, or the first free one of a range")
    func choices() throws {
        let (any, fixed, ranged, second) = try onOwnNamespace {
            try KernelParameter("ipv4/ip_unprivileged_port_start", "0").set()
            let reservations = try makeReservations()
            let any = try reservations.reserve(PortMapping(target: 80), container: "a", service: "web")
            let fixed = try reservations.reserve(mapping(8080...8080), container: "a", service: "web")
            let ranged = try reservations.reserve(mapping(8080...8082), container: "a", service: "web")
            let second = try reservations.reserve(mapping(8080...8082), container: "b", service: "web")
            return (any, fixed, ranged, second)
        }
        #expect(any.port >= 1024)
        #expect([fixed, ranged, second].map(\.port) == [8080, 8081, 8082])
        #expect(fixed.description == "0.0.0.0:8080/tcp")
    }

    @Test("replicas share a fixed port, which is free again after the last of them")
    func sharing() throws {
        let (first, second, taken, last) = try onOwnNamespace {
            let (reservations, others) = (try makeReservations(), try makeReservations())
            let first = try reservations.reserve(mapping(8080...8080), container: "a", service: "web")
            let second = try reservations.reserve(mapping(8080...8080), container: "b", service: "web")
            reservations.release(container: "a")
            let taken = failure { _ = try others.reserve(mapping(8080...8080), container: "c", service: "x") }
            reservations.release(container: "b")
            return (
                first, second, taken, try others.reserve(mapping(8080...8080), container: "c", service: "x")
            )
        }
        #expect(first == second)
        #expect(taken != nil)
        #expect(last == first)
    }

    @Test("a port that another service of the project has is refused with its name")
    func conflict() throws {
        let text = try onOwnNamespace {
            let reservations = try makeReservations()
            _ = try reservations.reserve(mapping(8080...8080), container: "a", service: "web")
            return failure {
                _ = try reservations.reserve(mapping(8080...8080), container: "b", service: "api")
            }
        }
        #expect(
            text == """
                service "api": port 0.0.0.0:8080/tcp is taken by service "web" of the same project; \
                stop what holds it, or publish another port
                """)
    }

    @Test(
        "a port that a process has is refused with the process", arguments: [PortMapping.Transport.tcp, .udp])
    func holder(transport: PortMapping.Transport) throws {
        let text = try onOwnNamespace {
            let server = try Server("x", "127.0.0.1", 8080, transport == .tcp ? .stream : .datagram)
            defer { server.stop() }
            var wanted = mapping(8080...8080)
            wanted.transport = transport
            return failure { _ = try makeReservations().reserve(wanted, container: "a", service: "web") }
        }
        #expect(text?.contains("port 0.0.0.0:8080/\(transport) is taken by process \(getpid()) (") == true)
    }

    @Test("a port of another project's container is refused with the container")
    func otherProject() throws {
        let text = try VirtualHost.run { host in
            let town = try Town(on: host)
            defer { town.leave() }
            let reservations = PortReservations(network: town.driver)
            _ = try reservations.reserve(mapping(8080...8080), container: town.id("web1"), service: "web")
            try town.publish("web1", 8080)
            let others = PortReservations(network: town.otherDriver)
            return failure { _ = try others.reserve(mapping(8080...8080), container: "x", service: "web") }
        }
        #expect(text?.contains("taken by container \"web1\" of another project") == true)
    }

    @Test("a range without a free port, an address that is not the host's, IPv6 and sctp are refused")
    func refusals() throws {
        let texts = try onOwnNamespace {
            let reservations = try makeReservations()
            _ = try reservations.reserve(mapping(8080...8080), container: "a", service: "web")
            let wanted = [(nil, .tcp), ("192.0.2.1", .tcp), ("::1", .tcp), (nil, PortMapping.Transport.sctp)]
                .map {
                    address, transport in
                    var wanted = mapping(8080...(address == nil ? 8081 : 8080))
                    wanted.hostAddress = address
                    wanted.transport = transport
                    return wanted
                }
            _ = try reservations.reserve(mapping(8081...8081), container: "a", service: "web")
            return wanted.map { wanted in
                failure { _ = try reservations.reserve(wanted, container: "b", service: "api") } ?? "-"
            }
        }
        #expect(texts[0].hasPrefix("service \"api\": no port of 8080-8081/tcp is free"))
        #expect(texts[1].contains("Cannot assign requested address"))
        #expect(texts[2].contains("\"::1\" is not an IPv4 address; IPv6 addresses are not supported yet"))
        #expect(texts[3] == "publishing sctp ports is not supported yet")
    }

    @Test("a reserved port does not let a later server in, though nobody listens")
    func exclusion() throws {
        let failed = try onOwnNamespace {
            let held = try BoundSocket(.tcp, address: .any, port: 8080)
            defer { withExtendedLifetime(held.port) {} }
            return (try? ServerSocket.stream("127.0.0.1", port: 8080)) == nil
        }
        #expect(failed)
    }
}

private func makeReservations() throws -> PortReservations {
    PortReservations(network: try NetworkDriver(group: Town.group("shop")))
}

private func mapping(_ range: ClosedRange<UInt16>) -> PortMapping {
    PortMapping(target: 80, published: range)
}

private func failure(_ body: () throws -> Void) -> String? {
    do { try body() } catch { return "\(error)" }
    return nil
}

@Suite("Socket table")
struct SocketTableTests {
    private static let table = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1
           1: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 22 1
           2: 0100007F:0050 0200007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 33 1
           3: 00000000000000000000000000000000:1F90 0:0 0A 0:0 0:0 0 0 0 44 1
           4: broken
           5: 0100007F 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 66 1
        """

    @Test(
        "the sockets that keep others from an endpoint",
        arguments: [
            (nil, 8080, ["11", "44"]), ("127.0.0.1", 8080, ["11", "44"]), ("10.0.0.1", 8080, ["44"]),
            ("10.0.0.1", 80, ["22"]), (nil, 81, []),
        ] as [(String?, UInt16, [String])])
    func holders(address: String?, port: UInt16, expected: [String]) throws {
        let endpoint = HostEndpoint(address: try address.map(IPv4Address.init), transport: .tcp, port: port)
        #expect(SocketTable.inodes(in: Self.table, holding: endpoint) == expected)
    }
}
