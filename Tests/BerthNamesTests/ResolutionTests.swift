import DNSWire
import Testing

@testable import BerthNames

/// A row of the reference's query table: what `cli` asks, and what it is told.
struct Row: Sendable, CustomTestStringConvertible {
    let number: Int
    let name: String
    let type: TypeName
    let expected: String
    var asker = "cli"

    init(_ number: Int, _ name: String, _ type: TypeName, _ expected: String, from asker: String = "cli") {
        self.number = number
        self.name = name
        self.type = type
        self.expected = expected
        self.asker = asker
    }

    var testDescription: String { "row \(number): \(asker) asks \(name) \(type.rawValue)" }
}

private let web = "172.18.0.11 172.18.0.12 172.18.0.13"
private let six = "0.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.6.0.0.0.0.0.d.f.ip6.arpa"

private let rows = [
    Row(1, "web", .a, web),
    Row(2, "WEB", .a, web), Row(2, "p-mixed.case_name", .a, "172.18.0.70"),
    Row(3, "web", .aaaa, "empty"), Row(3, "p-web-1", .aaaa, "empty"),
    Row(4, "web", .mx, "empty"),
    Row(5, "web", .txt, "empty"), Row(5, "web", .ns, "empty"), Row(5, "web", .srv, "empty"),
    Row(5, "web", .https, "empty"), Row(5, "web", .any, "empty"),
    Row(6, "_http._tcp.web", .srv, "NXDOMAIN"), Row(6, "_http._tcp.web.front", .srv, "NXDOMAIN"),
    Row(6, "_xmpp._tcp.example.com", .srv, "forward"), Row(6, "_dmarc", .txt, "forward"),
    Row(7, "p-web-1", .a, "172.18.0.11"), Row(7, "web.front", .a, web), Row(7, "web.p_front", .a, web),
    Row(7, "p-web-1.front", .a, "172.18.0.11"), Row(7, "p-web-1.p_front", .a, "172.18.0.11"),
    Row(7, "p-Mixed.Case_Name.front", .a, "172.18.0.70"), Row(7, "site.FRONT", .a, web),
    Row(8, "web.back", .a, "NXDOMAIN"), Row(8, "web.p_back", .a, "NXDOMAIN"),
    Row(8, "nobody.p_back", .a, "NXDOMAIN"), Row(8, "a.b.p_back", .aaaa, "NXDOMAIN"),
    Row(8, "web.hidden", .a, "forward"), Row(8, "go.dev", .a, "forward", from: "developer"),
    Row(8, "web.dev", .a, "NXDOMAIN", from: "developer"),
    Row(9, "db", .a, "172.19.0.20"),
    Row(10, "database", .a, "172.19.0.20"), Row(10, "database", .a, "NXDOMAIN", from: "web-1"),
    Row(11, "db.back", .a, "172.19.0.20"), Row(11, "db.front", .a, "172.18.0.20"),
    Row(12, "web-2-host", .a, "172.18.0.12"), Row(12, "cli-host", .a, "172.19.0.9"),
    Row(12, "7765622d3200", .a, "172.18.0.12"),
    Row(13, "private", .a, "NXDOMAIN"), Row(13, "private", .a, "172.20.0.30", from: "private"),
    Row(13, "private.example.com", .a, "forward"),
    Row(14, "intranet", .a, "forward"), Row(14, "intranet", .mx, "forward"),
    Row(15, "11.0.18.172.in-addr.arpa", .ptr, "p-web-1.p_front."),
    Row(15, "20.0.19.172.in-addr.arpa", .ptr, "p-db.p_back."), Row(15, "p-db.p_back", .a, "172.19.0.20"),
    Row(15, "11.0.18.172.in-addr.arpa", .txt, "empty"),
    Row(16, "1.0.18.172.in-addr.arpa", .ptr, "NXDOMAIN"),
    Row(16, "99.0.18.172.in-addr.arpa", .ptr, "NXDOMAIN"),
    Row(16, "11.0.0.127.in-addr.arpa", .ptr, "NXDOMAIN"),
    Row(16, "1.0.0.127.in-addr.arpa", .ptr, "localhost."),
    Row(16, "30.0.20.172.in-addr.arpa", .ptr, "forward"), Row(16, "8.8.8.8.in-addr.arpa", .ptr, "forward"),
    Row(16, "0.18.172.in-addr.arpa", .ns, "forward"),
    Row(17, "localhost", .a, "127.0.0.1"), Row(17, "localhost", .aaaa, "0:0:0:0:0:0:0:1"),
    Row(17, "app.LOCALHOST", .a, "127.0.0.1"), Row(17, "localhost", .mx, "empty"),
    Row(18, "host.docker.internal", .a, "172.19.0.1"), Row(18, "host.docker.internal", .aaaa, "empty"),
    Row(18, "host.docker.internal", .aaaa, "fd00:6:0:0:0:0:0:1", from: "six"),
    Row(18, "host.docker.internal", .a, "NXDOMAIN", from: "alone"),
    Row(19, "example.com", .a, "forward"),
    Row(27, "worker", .a, "empty"), Row(27, "later", .a, "empty"), Row(27, "soon", .a, "empty"),
    Row(27, "later.back", .aaaa, "empty"), Row(27, "later", .a, "NXDOMAIN", from: "private"),
    Row(27, "80.0.18.172.in-addr.arpa", .ptr, "NXDOMAIN"),
    Row(30, "example.com", .a, "REFUSED", from: "alone"), Row(30, "alone", .a, "172.22.0.40", from: "alone"),
    Row(30, "web", .a, "NXDOMAIN", from: "alone"),
    Row(32, "web.corp.example.com", .a, "forward"),
    Row(33, "six", .aaaa, "fd00:6:0:0:0:0:0:50", from: "six"), Row(33, "six", .a, "empty", from: "six"),
    Row(33, six, .ptr, "p-six.p_six.", from: "six"),
    Row(33, "1" + six.dropFirst(), .ptr, "NXDOMAIN", from: "six"), Row(33, six, .ptr, "forward"),
]

@Suite("Answers to names")
struct ResolutionTests {
    @Test("each row of the query table is answered", arguments: rows)
    func table(row: Row) throws {
        #expect(try Stack.table().told(row.name, row.type, from: row.asker) == row.expected)
    }

    @Test("replicas come in random order, all of them")
    func randomOrder() throws {
        let table = try Stack.table()
        let question = DNSQuestion(try DNSName("web"), .a)
        var orders: Set<[DNSRecord]> = []
        for _ in 0..<200 {
            guard case .answer(.noError, let records) = table.resolve(question, for: Stack.id("cli")) else {
                continue
            }
            orders.insert(records)
        }
        #expect(orders.count == 6)
        #expect(orders.allSatisfy { $0.count == 3 && $0.allSatisfy { $0.timeToLive == 3 } })
    }

    @Test("a name that has addresses on a later network only is found there")
    func laterNetwork() throws {
        let table = try Stack.table { containers in
            containers.append(Stack.container("later-1", "later", [("p_front", "172.18.0.90", [])]))
        }
        #expect(try table.told("later") == "172.18.0.90")
        #expect(try table.told("later.back") == "empty")
    }

    @Test("a higher priority makes a network the first one, else the one that reaches outside, else the name")
    func order() throws {
        let table = try Stack.table { containers in
            containers[0].endpoints[1].priority = 1
            containers.append(
                Stack.container(
                    "mixed", "mixed", [("p_cellar", "172.22.0.2", []), ("p_hidden", "172.20.0.2", [])]))
        }
        #expect(try table.told("db") == "172.18.0.20")
        #expect(try table.told("mixed", from: "mixed") == "172.20.0.2")
        #expect(try table.told("example.com", from: "mixed") == "forward")
    }

    @Test("row 14: with ndots set, a bare unknown name leaves the resolver its search list")
    func ndots() throws {
        let table = try Stack.table { $0[0].setsNdots = true }
        #expect(try table.told("intranet") == "empty")
        #expect(try table.told("intranet", .aaaa) == "empty")
        #expect(try table.told("intranet", .mx) == "forward")
        #expect(try table.told("example.com") == "forward")
        #expect(try table.told("web") == web)
    }

    @Test("row 27: a stopped replica is left out; row 28: a paused one counts as running")
    func stoppedReplica() throws {
        let table = try Stack.table { $0[1].isRunning = false }
        #expect(try table.told("web") == "172.18.0.12 172.18.0.13")
        #expect(try table.told("p-web-1") == "empty")
    }

    @Test("a one-off container has no service name")
    func oneOff() throws {
        let table = try Stack.table { $0[1].service = nil }
        #expect(try table.told("web") == "172.18.0.12 172.18.0.13")
        #expect(try table.told("p-web-1") == "172.18.0.11")
    }

    @Test("who is not in the table learns nothing")
    func stranger() throws {
        #expect(try Stack.table().told("web", from: "stranger") == "2")
        #expect(try NameTable.empty.told("web") == "2")
    }

    @Test("whole zones are not handed out")
    func transfer() throws {
        #expect(try Stack.table().told("example.com", .axfr) == "REFUSED")
    }

    @Test("a network whose real name no message can carry has its key instead")
    func longNetworkName() throws {
        let long = String(repeating: "x", count: 70)
        let network = NameTable.Network(name: long, key: "front", subnets: ["172.18.0.0/24"], gateways: [])
        let table = try NameTable(
            networks: [network], containers: [Stack.container("cli", "cli", [(long, "172.18.0.9", [])])])
        #expect(try table.told("cli") == "172.18.0.9")
        #expect(try table.told("cli.front") == "172.18.0.9")
        #expect(try table.told("9.0.18.172.in-addr.arpa", .ptr) == "p-cli.front.")
    }

    @Test("names that no message can carry are left out without harm")
    func longName() throws {
        let long = String(repeating: "x", count: 70)
        let table = try Stack.table { $0[1].name = long }
        #expect(try table.told("web") == web)
        #expect(try table.told("11.0.18.172.in-addr.arpa", .ptr) == "NXDOMAIN")
    }

    @Test(
        "what cannot be read is refused with its place",
        arguments: [
            ("172.18.0.0", "172.18.0.1", "cannot read subnet \"172.18.0.0\" of network \"n\""),
            ("172.18.0.0/33", "172.18.0.1", "cannot read subnet \"172.18.0.0/33\" of network \"n\""),
            ("172.18.0.0/24", "gate", "cannot read address \"gate\" of network \"n\": invalidAddress"),
        ])
    func unreadable(subnet: String, gateway: String, message: String) throws {
        let network = NameTable.Network(name: "n", key: "n", subnets: [subnet], gateways: [gateway])
        let failure = #expect(throws: (any Error).self) { try NameTable(networks: [network], containers: []) }
        #expect(failure.map { "\($0)" } == message)
    }

    @Test(
        "subnets end at any bit",
        arguments: [
            ("172.18.0.0/16", "172.18.255.255", true), ("172.18.0.0/16", "172.19.0.0", false),
            ("10.0.0.128/25", "10.0.0.127", false), ("10.0.0.128/25", "10.0.0.128", true),
            ("10.0.0.4/30", "10.0.0.8", false), ("0.0.0.0/0", "9.9.9.9", true), ("::/0", "9.9.9.9", false),
            ("10.0.0.1/32", "10.0.0.1", true), ("fd00::/63", "fd00:0:0:1::5", true),
            ("fd00::/64", "fd00:0:0:1::5", false),
        ])
    func subnets(subnet: String, address: String, expected: Bool) throws {
        #expect(try Subnet(subnet, of: "n").contains(IPAddress(address)) == expected)
    }
}
