import DNSWire
import Foundation
import LinuxSystem
import Testing

@testable import BerthNames

@Suite("Questions for other servers", .timeLimit(.minutes(1)))
struct ForwardingTests {
    private func servers(_ scripts: ScriptedServer.Script...) async throws -> [ScriptedServer] {
        let first = try await ScriptedServer("127.77.0.1", scripts[0])
        var servers = [first]
        for (index, script) in scripts.dropFirst().enumerated() {
            servers.append(try await ScriptedServer("127.77.0.\(index + 2)", port: first.port, script))
        }
        return servers
    }

    private func ask(
        _ servers: [ScriptedServer], _ transport: Transport = .udp, patience: Duration = .seconds(30)
    ) async throws -> DNSMessage {
        try await ServedStack.with(upstreams: servers, configure: { $0.patience = patience }) { stack in
            let client = try await stack.client(transport)
            let answer = try await client.ask("Example.com")
            await client.close()
            return answer
        }
    }

    @Test("an answer is passed on over the asker's transport", arguments: [Transport.udp, .tcp])
    func passedOn(transport: Transport) async throws {
        let servers = try await servers(ScriptedServer.address("192.0.2.1"))
        let answer = try await ask(servers, transport)
        #expect(answer.texts == ["192.0.2.1"])
        #expect(answer.questions[0].name.description == "Example.com.")
        #expect(servers[0].count(transport) == 1)
        #expect(servers[0].count(.udp) + servers[0].count(.tcp) == 1)
    }

    @Test("row 19: NXDOMAIN is an answer, and nobody else is asked")
    func noSuchName() async throws {
        let servers = try await servers(ScriptedServer.code(.noSuchName), ScriptedServer.address("192.0.2.1"))
        #expect(try await ask(servers).header.code == .noSuchName)
        #expect(servers[1].count() == 0)
    }

    @Test("row 19: an answer without records is an answer")
    func noData() async throws {
        let servers = try await servers(ScriptedServer.code(.noError), ScriptedServer.address("192.0.2.1"))
        let answer = try await ask(servers)
        #expect(answer.header.code == .noError && answer.answers.isEmpty)
        #expect(servers[1].count() == 0)
    }

    @Test(
        "row 20: a server that fails or refuses is passed over",
        arguments: [
            ResponseCode.serverFailure, .refused,
        ])
    func next(code: ResponseCode) async throws {
        let servers = try await servers(ScriptedServer.code(code), ScriptedServer.address("192.0.2.1"))
        #expect(try await ask(servers).texts == ["192.0.2.1"])
        #expect(servers[0].count() == 1)
    }

    @Test("row 20: when all fail, the last one's word counts")
    func lastCode() async throws {
        let servers = try await servers(
            ScriptedServer.code(.serverFailure), ScriptedServer.code(.refused), ScriptedServer.silent)
        #expect(try await ask(servers, patience: .seconds(3)).header.code == .refused)
    }

    @Test("row 21: a silent server is passed over", arguments: [Transport.udp, .tcp])
    func silent(transport: Transport) async throws {
        let servers = try await servers(ScriptedServer.silent, ScriptedServer.address("192.0.2.1"))
        #expect(try await ask(servers, transport, patience: .seconds(2)).texts == ["192.0.2.1"])
    }

    @Test("row 21: when all are silent, the asker hears of it")
    func allSilent() async throws {
        let servers = try await servers(ScriptedServer.silent, ScriptedServer.silent)
        let answer = try await ask(servers, patience: .milliseconds(400))
        #expect(answer.header.code == .serverFailure)
        #expect(servers.map { $0.count() } == [1, 1])
    }

    @Test("a server that is not there is passed over at once", arguments: [Transport.udp, .tcp])
    func absent(transport: Transport) async throws {
        let servers = try await servers(ScriptedServer.silent, ScriptedServer.address("192.0.2.1"))
        await servers[0].close()
        let start = ContinuousClock.now
        #expect(try await ask(servers, transport).texts == ["192.0.2.1"])
        #expect(start.duration(to: .now) < .seconds(15))
    }

    @Test("without servers the asker hears of it at once")
    func noServers() async throws {
        #expect(try await ask([]).header.code == .serverFailure)
    }

    @Test("row 22: a cut answer is passed on as such, and the whole one over TCP")
    func truncated() async throws {
        let servers = try await servers { question, transport in
            var answer = ScriptedServer.answer(question, "192.0.2.1")
            let record = answer.answers[0]
            answer.header.isTruncated = transport == .udp
            answer.answers = transport == .udp ? [] : Array(repeating: record, count: 2000)
            return [answer]
        }
        try await ServedStack.with(upstreams: servers) { stack in
            let (datagrams, connection) = (try await stack.client(.udp), try await stack.client(.tcp))
            #expect(try await datagrams.ask("example.com").header.isTruncated)
            #expect(try await connection.ask("example.com").answers.count == 2000)
            await datagrams.close()
            await connection.close()
        }
    }

    @Test("an answer with another id or question is not taken")
    func forged() async throws {
        let servers = try await servers { question, _ in
            var otherID = ScriptedServer.answer(question, "192.0.2.66")
            otherID.header.id &+= 1
            var otherName = ScriptedServer.answer(question, "192.0.2.66")
            otherName.questions[0].type = .aaaa
            var noAnswer = ScriptedServer.answer(question, "192.0.2.66")
            noAnswer.header.isResponse = false
            var noQuestion = ScriptedServer.answer(question, "192.0.2.66")
            noQuestion.questions = []
            return [otherID, otherName, noAnswer, noQuestion, ScriptedServer.answer(question, "192.0.2.1")]
        }
        #expect(try await ask(servers).texts == ["192.0.2.1"])
    }

    @Test("the asker's id is not the one that other servers see")
    func freshID() async throws {
        let servers = try await servers { question, _ in
            var answer = ScriptedServer.answer(question, "192.0.2.1")
            answer.answers[0].data = .address(.v4(UInt32(question.header.id)))
            return [answer]
        }
        try await ServedStack.with(upstreams: servers) { stack in
            let client = try await stack.client()
            var seen: Set<[String]> = []
            for _ in 0..<20 {
                let question = DNSQuestion(try DNSName("example.com"), .a)
                seen.insert(try await client.ask(DNSMessage(id: 5, asking: question)).texts)
            }
            #expect(seen.count > 15)
            await client.close()
        }
    }

    @Test("more questions at a time than allowed are refused at once, and own names are still answered")
    func limit() async throws {
        let servers = try await servers(ScriptedServer.silent)
        let change = { (configuration: inout NameServer.Configuration) in
            configuration.forwardsPerContainer = 5
            configuration.patience = .seconds(1)
        }
        try await ServedStack.with(upstreams: servers, configure: change) { stack in
            let client = try await stack.client(.tcp)
            let codes = try await withThrowingTaskGroup(of: ResponseCode.self) { group in
                for id in 0..<20 {
                    group.addTask { @Sendable in
                        let question = DNSQuestion(try DNSName("example.com"), .a)
                        return try await client.ask(DNSMessage(id: UInt16(id), asking: question)).header.code
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(
                codes == Array(repeating: .refused, count: 15) + Array(repeating: .serverFailure, count: 5))
            #expect(try await client.ask("db").texts == ["172.19.0.20"])
            // The places are free again.
            #expect(try await client.ask("example.com").header.code == .serverFailure)
            await client.close()
        }
    }

    @Test("an internal container's question reaches no server")
    func internalOnly() async throws {
        let servers = try await servers(ScriptedServer.address("192.0.2.1"))
        try await ServedStack.with(["alone"], upstreams: servers) { stack in
            let client = try await stack.client(of: "alone")
            #expect(try await client.ask("example.com").header.code == .refused)
            await client.close()
        }
        #expect(servers[0].count() == 0)
    }

    @Test("hundreds of questions at once are all passed on")
    func burst() async throws {
        let servers = try await servers(ScriptedServer.address("192.0.2.1"))
        try await ServedStack.with(upstreams: servers) { stack in
            let client = try await stack.client(.tcp)
            try await withThrowingTaskGroup(of: [String].self) { group in
                for id in 0..<200 {
                    group.addTask { @Sendable in
                        let question = DNSQuestion(try DNSName("example.com"), .a)
                        return try await client.ask(DNSMessage(id: UInt16(id), asking: question)).texts
                    }
                }
                for try await texts in group { #expect(texts == ["192.0.2.1"]) }
            }
            await client.close()
        }
    }

    @Test("the host's resolv.conf is read again when it changes", arguments: Replacement.allCases)
    func resolverFile(replacement: Replacement) async throws {
        let servers = try await servers(
            ScriptedServer.address("192.0.2.1"), ScriptedServer.address("192.0.2.2"))
        try await ServedStack.with(upstreams: servers) { stack in
            let client = try await stack.client()
            #expect(try await client.ask("example.com").texts == ["192.0.2.1"])
            try replacement.perform(stack.resolverFile, ServedStack.resolvConf(["127.77.0.2"]))
            // The change is told by the kernel a little later; each question is a round trip.
            while try await client.ask("example.com").texts != ["192.0.2.2"] {}
            await client.close()
        }
    }

    @Test("the file behind a link is watched, also in a directory that came with the link")
    func linkedFile() async throws {
        let servers = try await servers(
            ScriptedServer.address("192.0.2.1"), ScriptedServer.address("192.0.2.2"))
        try await ServedStack.with(upstreams: servers) { stack in
            let client = try await stack.client()
            let elsewhere = "\(stack.directory)/elsewhere"
            try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: false)
            try writeFile("\(elsewhere)/target", ServedStack.resolvConf(["127.77.0.2"]))
            try removeFile(stack.resolverFile)
            try FileManager.default.createSymbolicLink(
                atPath: stack.resolverFile, withDestinationPath: "\(elsewhere)/target")
            while try await client.ask("example.com").texts != ["192.0.2.2"] {}
            try replaceFile("\(elsewhere)/target", ServedStack.resolvConf(["127.77.0.1"]))
            while try await client.ask("example.com").texts != ["192.0.2.1"] {}
            await client.close()
        }
    }
}

/// The ways in which a file gets new content.
enum Replacement: CaseIterable, Sendable {
    case write, rename, link

    func perform(_ path: String, _ text: String) throws {
        switch self {
        case .write: try writeFile(path, text)
        case .rename: try replaceFile(path, text)
        case .link:
            try writeFile("\(path).target", text)
            try removeFile(path)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(path).target")
        }
    }
}
