import BerthModel
import Foundation
import LinuxSystem
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import BerthControl

/// A handler made of a closure.
private struct Handler: ControlHandler {
    let body:
        @Sendable (ControlRequest, @escaping @Sendable (StackEvent) -> Void) async throws -> ControlReply

    func handle(_ request: ControlRequest, emit: @escaping @Sendable (StackEvent) -> Void) async throws
        -> ControlReply
    { try await body(request, emit) }
}

/// Runs a test against a server on a socket of its own, which is gone afterwards.
private func withServer(
    _ handler: Handler, _ body: @escaping @Sendable (String) async throws -> Void
) async throws {
    let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-control-")
    defer { try? removeTree(directory) }
    let path = "\(directory)/control.sock"
    let server = ControlServer(path: path, handler: handler)
    let (listening, isListening) = AsyncStream.makeStream(of: Void.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run { isListening.finish() } }
        for await _ in listening {}
        do { try await body(path) } catch {
            group.cancelAll()
            throw error
        }
        group.cancelAll()
        try await group.waitForAll()
    }
    #expect(!fileExists(path), "the socket is removed at the end")
}

@Suite("Commands and supervisor over a real socket", .timeLimit(.minutes(1)))
struct SocketTests {
    @Test("delivers the events of a request in order and then its reply")
    func roundTrip() async throws {
        let handler = Handler { request, emit in
            #expect(request == .status)
            for number in 0..<1000 { emit(.warning("\(number)")) }
            return .containers([
                ContainerStatus(id: "a", name: "p-s-1", project: "p", service: "s", number: 1, image: "i")
            ])
        }
        try await withServer(handler) { path in
            let seen = Mutex<[StackEvent]>([])
            let client = try await ControlClient.connect(path)
            let reply = try await client.send(.status) { event in seen.withLock { $0.append(event) } }
            #expect(seen.withLock { $0 } == (0..<1000).map { .warning("\($0)") })
            guard case .containers(let containers) = reply else {
                Issue.record("not the reply")
                return
            }
            #expect(containers.map(\.name) == ["p-s-1"])
        }
    }

    @Test("throws the supervisor's failure as it was thrown there")
    func failure() async throws {
        let handler = Handler { _, _ in throw Failure(.notFound, "no such service: x", remedy: "look again") }
        try await withServer(handler) { path in
            let failure = await #expect(throws: Failure.self) {
                try await ControlClient.connect(path).send(.start(ServiceSelection(services: ["x"])))
            }
            #expect(failure?.kind == .notFound)
            #expect(failure?.description == "no such service: x; look again")
        }
    }

    @Test("carries a project of a thousand services")
    func large() async throws {
        let services = (0..<1000).map { number in
            var service = Service(name: "s\(number)", image: "busybox")
            service.environment = (0..<20).map {
                EnvironmentVariable("K\($0)", String(repeating: "v", count: 50))
            }
            return service
        }
        let project = Project(name: "big", workingDirectory: "/", services: services)
        let handler = Handler { request, _ in
            guard case .up(let up) = request else { throw Failure(.usage, "not an up") }
            #expect(up.project == project)
            return .done
        }
        try await withServer(handler) { path in
            let reply = try await ControlClient.connect(path).send(.up(UpRequest(project: project)))
            #expect(reply == .done)
        }
    }

    @Test("cancels a request when the command that asked is cancelled")
    func cancelOnClose() async throws {
        let (cancelled, isCancelled) = AsyncStream.makeStream(of: Void.self)
        let (began, hasBegun) = AsyncStream.makeStream(of: Void.self)
        let handler = Handler { _, _ in
            await withTaskCancellationHandler {
                hasBegun.finish()
                for await _ in AsyncStream<Void>.makeStream().stream {}
            } onCancel: {
                isCancelled.finish()
            }
            return .done
        }
        try await withServer(handler) { path in
            let client = try await ControlClient.connect(path)
            let asking = Task { try await client.send(.events) }
            for await _ in began {}
            asking.cancel()
            await #expect(throws: CancellationError.self) { try await asking.value }
            for await _ in cancelled {}
        }
    }

    @Test("serves other commands while a request runs")
    func concurrency() async throws {
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        let (began, hasBegun) = AsyncStream.makeStream(of: Void.self)
        let handler = Handler { request, _ in
            if request == .events {
                hasBegun.finish()
                for await _ in released {}
            }
            return .done
        }
        try await withServer(handler) { path in
            let client = try await ControlClient.connect(path)
            async let first = client.send(.events)
            for await _ in began {}
            let second = try await client.send(.status)
            #expect(second == .done)
            release.finish()
            let late = try await first
            #expect(late == .done)
        }
    }

    @Test("drops a reader that is too slow, and the handler never waits for it")
    func slowReader() async throws {
        let (dropped, isDropped) = AsyncStream.makeStream(of: Void.self)
        let handler = Handler { _, emit in
            let text = String(repeating: "x", count: 1 << 20)
            for _ in 0..<64 { emit(.warning(text)) }
            await withTaskCancellationHandler {
                for await _ in AsyncStream<Void>.makeStream().stream {}
            } onCancel: {
                isDropped.finish()
            }
            return .done
        }
        try await withServer(handler) { path in
            let client = try await ControlClient.connect(path)
            await #expect(throws: Failure.self) {
                try await client.send(.events) { _ in for await _ in dropped {} }
            }
        }
    }

    @Test("says so when the supervisor ends in the middle of an answer")
    func truncation() async throws {
        for answer in [
            "", #"{"jsonrpc":"2.0","#,
            "{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"warning\":\"w\"}}\n",
        ] {
            let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-control-")
            defer { try? removeTree(directory) }
            let path = "\(directory)/s"
            let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .childChannelInitializer { channel in channel.pipeline.addHandler(Quitter(answer: answer)) }
                .bind(unixDomainSocketPath: path).get()
            let failure = await #expect(throws: Failure.self) {
                try await ControlClient.connect(path).send(.status)
            }
            #expect(failure?.message == "the supervisor ended before it answered \"status\"")
            try await listener.close()
        }
    }

    @Test("finds no supervisor where there is none, and where one was killed")
    func nobody() async throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-control-")
        defer { try? removeTree(directory) }
        for path in ["\(directory)/none.sock", "\(directory)/missing/none.sock"] {
            let failure = await #expect(throws: Failure.self) { try await ControlClient.connect(path) }
            #expect(failure?.kind == .notFound)
        }
        // A listener that leaves its socket behind, as a killed supervisor does.
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(unixDomainSocketPath: "\(directory)/first.sock").get()
        try renameFile("\(directory)/first.sock", to: "\(directory)/stale.sock")
        try await listener.close()
        let failure = await #expect(throws: Failure.self) {
            try await ControlClient.connect("\(directory)/stale.sock")
        }
        #expect(failure?.kind == .notFound)
    }

    @Test("replaces a stale socket, is private, and works below a very long path")
    func socketFile() async throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-control-")
        defer { try? removeTree(directory) }
        let deep = "\(directory)/\(String(repeating: "d", count: 120))"
        try makeDirectories(deep)
        let path = "\(deep)/control.sock"
        try writeFile(path, "stale")
        let server = ControlServer(path: path, handler: Handler { _, _ in .done })
        let (listening, isListening) = AsyncStream.makeStream(of: Void.self)
        let serving = Task { try await server.run { isListening.finish() } }
        for await _ in listening {}
        #expect(try fileStatus(path)?.mode == 0o600)
        #expect(try fileStatus(path)?.kind == .socket)
        let reply = try await ControlClient.connect(path).send(.status)
        #expect(reply == .done)
        #expect(try directoryEntries(deep) == ["control.sock"])
        serving.cancel()
        try await serving.value
    }

    @Test("answers a request for a method that it does not know")
    func unknownMethod() async throws {
        try await withServer(Handler { _, _ in .done }) { path in
            let (lines, line) = AsyncStream.makeStream(of: [UInt8].self)
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers(
                            ByteToMessageHandler(LineDecoder()), LineReceiver(line))
                    }
                }
                .connect(unixDomainSocketPath: path).get()
            try await channel.writeAndFlush(
                ByteBuffer(string: "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"x\"}\n"))
            var iterator = lines.makeAsyncIterator()
            let answer = try #require(await iterator.next())
            #expect(
                String(decoding: answer, as: UTF8.self)
                    == #"{"error":{"code":-32601,"message":"there is no method \"x\""},"id":9,"jsonrpc":"2.0"}"#
            )
            try await channel.close()
        }
    }
}

/// Writes an answer to whatever it is asked and hangs up.
private final class Quitter: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    private let answer: String
    init(answer: String) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = context.channel
        channel.writeAndFlush(ByteBuffer(string: answer)).whenComplete { _ in channel.close(promise: nil) }
    }
}
