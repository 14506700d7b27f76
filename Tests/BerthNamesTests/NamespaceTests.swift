import DNSWire
import Foundation
import LinuxSystem
import Testing

@testable import BerthNames

@Suite(
    "The name server in network namespaces", .timeLimit(.minutes(10)),
    .enabled(if: getuid() == 0, "only root makes network namespaces"))
struct NamespaceTests {
    /// A namespace with loopback up, for as long as the body runs.
    private func withNamespace<Value>(_ body: (NetworkNamespace) async throws -> Value) async throws -> Value
    {
        let path = FileManager.default.temporaryDirectory.appending(path: "netns-\(UUID())").path
        let namespace = try await offPool { () throws -> NetworkNamespace in
            try NetworkNamespace.create(at: path) {}
            return NetworkNamespace(path: path)
        }
        let result: Result<Value, any Error>
        do {
            #expect(try await inside(namespace, ["ip", "link", "set", "lo", "up"]).succeeded)
            result = .success(try await body(namespace))
        } catch {
            result = .failure(error)
        }
        if fileExists(path) { try namespace.remove() }
        return try result.get()
    }

    private func inside(_ namespace: NetworkNamespace, _ command: [String], input: String = "") async throws
        -> ProcessOutput
    {
        let description = ProcessDescription("/usr/bin/nsenter", ["--net=\(namespace.path)"] + command)
        return try await run(description, input: Array(input.utf8))
    }

    private func dig(_ namespace: NetworkNamespace, _ name: String, _ arguments: String...) async throws
        -> String
    {
        let command =
            ["dig", "@127.0.0.11", "-p", "1053", "+short", "+time=20", "+tries=1"] + arguments + [name]
        return try await inside(namespace, command).text
    }

    @Test("a container is answered at 127.0.0.11 in its own namespace, each with its own view")
    func answers() async throws {
        let server = NameServer()
        server.update(try Stack.table())
        try await withNamespace { first in
            try await withNamespace { second in
                try await server.serve(Stack.id("cli"), in: first)
                try await server.serve(Stack.id("web-1"), in: second)
                #expect(try await dig(first, "db") == "172.19.0.20\n")
                #expect(try await dig(second, "db") == "172.18.0.20\n")
                #expect(try await dig(first, "db.front", "+tcp") == "172.18.0.20\n")
                #expect(try await dig(first, "172.18.0.11", "-x") == "p-web-1.p_front.\n")
            }
        }
        await server.shutdown()
    }

    @Test("questions for other servers leave from this process's namespace")
    func forwards() async throws {
        let upstream = try await ScriptedServer("127.78.0.1", ScriptedServer.address("192.0.2.1"))
        let file = FileManager.default.temporaryDirectory.appending(path: "resolv-\(UUID())").path
        try writeFile(file, "nameserver 127.78.0.1\n")
        var configuration = NameServer.Configuration()
        configuration.resolverFile = file
        configuration.upstreamPort = upstream.port
        let server = NameServer(configuration)
        server.update(try Stack.table())
        try await withNamespace { namespace in
            try await server.serve(Stack.id("cli"), in: namespace)
            #expect(try await dig(namespace, "example.com") == "192.0.2.1\n")
        }
        await server.shutdown()
        await upstream.close()
        try removeFile(file)
    }

    @Test("questions for servers of a container's own leave from its namespace, over the asker's transport")
    func ownServers() async throws {
        try await withNamespace { namespace in
            let own = try await ScriptedServer(
                "127.78.0.2", in: namespace, ScriptedServer.address("192.0.2.7"))
            var configuration = NameServer.Configuration()
            configuration.upstreamPort = own.port
            let server = NameServer(configuration)
            server.update(try Stack.table())
            // The first is nobody's, and the server itself is not asked in a circle.
            try await server.serve(
                Stack.id("cli"), in: namespace, asking: ["127.78.0.9", "127.0.0.11", "127.78.0.2"])
            #expect(try await dig(namespace, "example.com") == "192.0.2.7\n")
            #expect(try await dig(namespace, "example.com", "+tcp") == "192.0.2.7\n")
            #expect(own.count(.udp) == 1 && own.count(.tcp) == 1)
            #expect(try await dig(namespace, "db") == "172.19.0.20\n")
            await server.shutdown()
            await own.close()
        }
    }

    @Test("servers of its own that are not there are passed over at once")
    func absentOwnServers() async throws {
        try await withNamespace { namespace in
            let server = NameServer()
            server.update(try Stack.table { $0[0].asksOwnServers = true })
            try await server.serve(Stack.id("cli"), in: namespace, asking: ["127.78.0.9", "::1"])
            let answer = try await inside(
                namespace, ["dig", "@127.0.0.11", "-p", "1053", "+time=20", "+tries=1", "example.com"])
            #expect(answer.text.contains("SERVFAIL"))
            await server.shutdown()
        }
    }

    @Test("a second server takes over the namespace of one that ended, even with a connection left")
    func takeOver() async throws {
        try await withNamespace { namespace in
            for round in 1...3 {
                let server = NameServer()
                server.update(try Stack.table { $0[4].endpoints[1].addresses = ["172.19.0.\(round)"] })
                try await server.serve(Stack.id("cli"), in: namespace)
                #expect(try await dig(namespace, "db", "+tcp") == "172.19.0.\(round)\n")
                #expect(try await dig(namespace, "db") == "172.19.0.\(round)\n")
                await server.shutdown()
            }
        }
    }

    @Test("serving a container again replaces its sockets")
    func again() async throws {
        let server = NameServer()
        server.update(try Stack.table())
        try await withNamespace { namespace in
            for _ in 0..<5 { try await server.serve(Stack.id("cli"), in: namespace) }
            #expect(try await dig(namespace, "db") == "172.19.0.20\n")
        }
        await server.shutdown()
    }

    @Test("a container whose namespace is gone can be withdrawn")
    func vanished() async throws {
        let server = NameServer()
        try await withNamespace { namespace in
            try await server.serve(Stack.id("cli"), in: namespace)
            try namespace.remove()
        }
        await server.withdraw(Stack.id("cli"))
        await server.shutdown()
    }

    @Test("with the container's firewall the server is at port 53, and the container can have that port too")
    func portRewrite() async throws {
        let rules = """
            table ip berth-dns {
                chain out {
                    type filter hook output priority raw
                    ip daddr 127.0.0.11 udp dport 53 udp dport set 1053
                    ip daddr 127.0.0.11 tcp dport 53 tcp dport set 1053
                    ip saddr 127.0.0.11 udp sport 1053 udp sport set 53
                    ip saddr 127.0.0.11 tcp sport 1053 tcp sport set 53
                }
            }

            """
        let server = NameServer()
        server.update(try Stack.table())
        try await withNamespace { namespace in
            #expect(try await inside(namespace, ["nft", "-f", "-"], input: rules).succeeded)
            try await server.serve(Stack.id("cli"), in: namespace)
            let own = try await offPool { try namespace.enter { try ListeningSockets("0.0.0.0", 53) } }
            for transport in ["+notcp", "+tcp"] {
                let answer = try await inside(
                    namespace, ["dig", "@127.0.0.11", "+short", "+time=20", transport, "db"])
                #expect(answer.text == "172.19.0.20\n")
            }
            own.close()
        }
        await server.shutdown()
    }
}
