import DNSWire
import Foundation
import LinuxSystem
import Testing

@testable import BerthNames

@Suite("The name server on its sockets", .timeLimit(.minutes(1)))
struct NameServerTests {
    @Test("names are answered over both transports", arguments: [Transport.udp, .tcp])
    func local(transport: Transport) async throws {
        try await ServedStack.with { stack in
            let client = try await stack.client(transport)
            #expect(try await client.ask("web").texts == ["172.18.0.11", "172.18.0.12", "172.18.0.13"])
            #expect(try await client.ask("nobody.p_front").header.code == .noSuchName)
            await client.close()
        }
    }

    @Test("dig agrees", arguments: ["+notcp", "+tcp"])
    func dig(transport: String) async throws {
        try await ServedStack.with { stack in
            let port = "\(stack.ports["cli"] ?? 0)"
            let result = try await run(
                ProcessDescription(
                    "/usr/bin/dig",
                    [
                        "@\(ServedStack.address)", "-p", port, transport, "+dnssec", "+time=20", "DB.Front",
                        "A",
                    ])
            )
            #expect(result.text.contains("status: NOERROR"))
            #expect(result.text.contains("flags: qr rd ra; QUERY: 1, ANSWER: 1"))
            #expect(result.text.contains("EDNS: version: 0, flags: do; udp: 4096"))
            #expect(result.text.contains("DB.Front.\t\t3\tIN\tA\t172.18.0.20"))
            #expect(!result.text.contains("WARNING"))
        }
    }

    @Test("the socket says who asks")
    func askers() async throws {
        try await ServedStack.with(["cli", "web-1", "alone"]) { stack in
            let expected = ["cli": ["172.19.0.20"], "web-1": ["172.18.0.20"], "alone": []]
            for (asker, texts) in expected {
                let client = try await stack.client(of: asker)
                #expect(try await client.ask("db").texts == texts, "\(asker)")
                await client.close()
            }
        }
    }

    @Test("an update holds for the next question")
    func update() async throws {
        try await ServedStack.with { stack in
            let client = try await stack.client()
            for last in 2..<100 {
                stack.server.update(try Stack.table { $0[4].endpoints[1].addresses = ["172.19.0.\(last)"] })
                #expect(try await client.ask("db").texts == ["172.19.0.\(last)"])
            }
            await client.close()
        }
    }

    @Test("a connection carries many questions at once")
    func pipelining() async throws {
        try await ServedStack.with { stack in
            let client = try await stack.client(.tcp)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for id in 0..<200 {
                    group.addTask { @Sendable in
                        let question = DNSQuestion(try DNSName("web"), .a)
                        return try await client.ask(DNSMessage(id: UInt16(id), asking: question)).answers
                            .count
                    }
                }
                for try await count in group { #expect(count == 3) }
            }
            await client.close()
        }
    }

    @Test("a message may come in pieces")
    func pieces() async throws {
        try await ServedStack.with { stack in
            let client = try await stack.client(.tcp)
            let ignored = DNSMessage(id: 1, asking: DNSQuestion(try DNSName("web"), .a)).encoded()
            for byte in [0, UInt8(ignored.count)] + ignored { try await client.sendRaw([byte]) }
            #expect(try await client.ask("db").texts == ["172.19.0.20"])
            await client.close()
        }
    }

    @Test("a connection that sends no questions is closed, and hinders nobody")
    func protocolViolation() async throws {
        try await ServedStack.with { stack in
            let bad = try await stack.client(.tcp)
            let good = try await stack.client(.tcp)
            try await bad.sendRaw([0, 3, 1, 2, 3])
            try await bad.isClosed()
            #expect(try await good.ask("db").texts == ["172.19.0.20"])
            await good.close()
        }
    }

    @Test("a connection without messages is closed")
    func idleConnection() async throws {
        try await ServedStack.with(configure: { $0.idlePatience = .milliseconds(50) }) { stack in
            try await stack.client(.tcp).isClosed()
        }
    }

    @Test("one connection too many is closed, and its place is free again later")
    func connectionLimit() async throws {
        try await ServedStack.with(configure: { $0.connectionsPerContainer = 5 }) { stack in
            var clients: [Client] = []
            for _ in 0..<5 {
                let client = try await stack.client(.tcp)
                _ = try await client.ask("db")
                clients.append(client)
            }
            try await stack.client(.tcp).isClosed()
            for client in clients { await client.close() }
            let late = try await stack.client(.tcp)
            #expect(try await late.ask("db").texts == ["172.19.0.20"])
            await late.close()
        }
    }

    @Test("a container that is withdrawn loses its sockets and connections; another one keeps its own")
    func withdraw() async throws {
        try await ServedStack.with(["cli", "web-1"]) { stack in
            let port = try #require(stack.ports["cli"])
            let connection = try await stack.client(.tcp)
            _ = try await connection.ask("db")
            await stack.server.withdraw(Stack.id("cli"))
            await stack.server.withdraw(Stack.id("cli"))
            try await connection.isClosed()
            // Both ports are free again, although a connection was open.
            try ListeningSockets(ServedStack.address, port).close()
            let other = try await stack.client(of: "web-1")
            #expect(try await other.ask("db").texts == ["172.18.0.20"])
            await other.close()
        }
    }

    @Test("sockets that cannot be opened are a failure that names the container")
    func failure() async throws {
        let server = NameServer()
        let namespace = NetworkNamespace(path: "/nowhere/at/all")
        let failure = await #expect(throws: (any Error).self) {
            try await server.serve(Stack.id("cli"), in: namespace)
        }
        #expect("\(try #require(failure))".hasPrefix("cannot answer names in container \"636c69000000\": "))
        await server.shutdown()
    }

    @Test("thousands of questions at once are all answered, over few sockets and many")
    func burst() async throws {
        try await ServedStack.with { stack in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for worker in 0..<40 {
                    group.addTask { @Sendable in
                        let client = try await stack.client(worker % 4 == 0 ? .tcp : .udp)
                        var answered = 0
                        for _ in 0..<100 where try await client.ask("web").answers.count == 3 {
                            answered += 1
                        }
                        await client.close()
                        return answered
                    }
                }
                for try await answered in group { #expect(answered == 100) }
            }
        }
    }
}
