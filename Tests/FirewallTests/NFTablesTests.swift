import LinuxSystem
import TestSupport
import Testing

@testable import Firewall

@Suite("nftables", .enabled(if: isRoot, "network namespaces need root"))
struct NFTablesTests {
    @Test("commands take effect together or not at all")
    func transaction() throws {
        let (error, tables) = try onOwnNamespace {
            let firewall = NFTables()
            let error = refusal { try firewall.run("add table inet one\nadd chain inet two x\n") }
            return (error, try firewall.list("tables"))
        }
        #expect(error?.commands == "add table inet one\nadd chain inet two x\n")
        #expect(error?.message.contains("No such file or directory") == true)
        #expect(error?.description.hasPrefix("nftables refused \"add table inet one\": ") == true)
        #expect(error?.description.contains("\n") == false)
        #expect(tables == [FirewallObject.other])
    }

    @Test("a syntax error is told with nft's words, and the context works on")
    func syntax() throws {
        let (error, tables) = try onOwnNamespace {
            let firewall = NFTables()
            let error = refusal { try firewall.run("add tabel inet x\n") }
            try firewall.run("add table inet x\n")
            try firewall.run("")
            return (error, try firewall.list("tables"))
        }
        #expect(error?.message.contains("syntax error") == true)
        #expect(tables.contains { if case .table(let table) = $0 { table.name == "x" } else { false } })
    }

    @Test("sets, chains and rules are listed with what is needed to find and delete them")
    func listing() throws {
        let objects = try onOwnNamespace {
            let firewall = NFTables()
            try firewall.run(
                """
                table ip t {
                  set s { type ifname . ipv4_addr; flags interval; elements = { "br-1" . 10.0.0.0/24 } }
                  map m { type inet_proto . inet_service : ipv4_addr;
                    elements = { tcp . 80 comment "mine" : 10.0.0.2 } }
                  set n { type inet_service; elements = { 7, 9 comment "nine" } }
                  set empty { type ipv4_addr; }
                  chain c { type filter hook forward priority 0; policy drop;
                    tcp dport 80 accept comment "me"; }
                  chain d { }
                }

                """)
            return try firewall.list("table ip t")
        }
        var sets: [String: [FirewallObject.Element]] = [:]
        for case .set(let set) in objects { sets[set.name] = set.elements.sorted { $0.key[0] < $1.key[0] } }
        #expect(sets["s"] == [.init(key: ["br-1", "10.0.0.0/24"], comment: nil)])
        #expect(sets["m"] == [.init(key: ["tcp", "80"], comment: "mine")])
        #expect(sets["n"] == [.init(key: ["7"], comment: nil), .init(key: ["9"], comment: "nine")])
        #expect(sets["empty"] == [])
        var chains: [FirewallObject.Chain] = []
        for case .chain(let chain) in objects { chains.append(chain) }
        #expect(chains.map(\.name) == ["c", "d"])
        #expect(chains.map(\.policy) == ["drop", nil])
        #expect(chains.map(\.hook) == ["forward", nil])
        let rule = try #require(
            objects.compactMap { if case .rule(let rule) = $0 { rule } else { nil } }.first)
        #expect(rule.chain == "c" && rule.comment == "me" && rule.handle > 0)
    }

    @Test("acts in the namespace of the calling thread")
    func namespace() throws {
        let (here, there) = try onOwnNamespace {
            let firewall = NFTables()
            let there = try onOwnNamespace {
                try firewall.run("add table inet x\n")
                return try NFTables().list("tables").count
            }
            return (try firewall.list("tables").count, there)
        }
        #expect(here == 1)
        #expect(there == 2)
    }

    /// libnftables waits with select(2): a descriptor of 1024 or more would end the process.
    @Test("works in a process that has more than a thousand descriptors open")
    func manyDescriptors() throws {
        try raiseDescriptorLimit()
        let open = try (0..<1100).map { _ in SharedDescriptor(try .reading("/dev/null")) }
        let tables = try onOwnNamespace { try NFTables().list("tables").count }
        #expect(tables == 1 && open.contains { $0.number > 1023 })
    }

    @Test("output that is not as expected is an error")
    func output() {
        #expect(throws: FirewallError.self) { try FirewallObject.list("{", command: "list x") }
        #expect(throws: FirewallError.self) {
            try FirewallObject.list("{\"nftables\": [{\"set\": {}}]}", command: "")
        }
    }
}

private func refusal(_ body: () throws -> Void) -> FirewallError? {
    do { try body() } catch { return error as? FirewallError }
    return nil
}

/// Runs a body in an empty namespace of its own.
private func onOwnNamespace<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
    let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-firewall-")
    let namespace = NetworkNamespace(path: "\(directory)/own")
    defer { try? removeDirectory(directory) }
    defer { try? namespace.remove() }
    return try NetworkNamespace.create(at: namespace.path, body)
}
