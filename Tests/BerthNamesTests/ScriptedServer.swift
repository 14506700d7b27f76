import DNSWire
import LinuxSystem
import NIOCore
import NIOPosix
import Synchronization

@testable import BerthNames

/// A server for other names that does as it is told, over UDP and TCP, and counts the questions.
final class ScriptedServer: Sendable {
    /// What it does with a question.
    typealias Script = @Sendable (DNSMessage, Transport) -> [DNSMessage]

    /// The address it listens at.
    let address: String
    /// The port it listens at.
    let port: UInt16
    private let counts = Counts()
    private let channels = Mutex<[any Channel]>([])

    /// Starts at an address of 127.0.0.0/8, in a namespace if one is given.
    init(
        _ address: String, port: UInt16 = 0, in namespace: NetworkNamespace? = nil,
        _ script: @escaping Script
    ) async throws {
        self.address = address
        let bind = { @Sendable () throws -> ListeningSockets in try ListeningSockets(address, port) }
        let sockets = try namespace.map { try $0.enter(bind) } ?? bind()
        self.port = try sockets.port
        let desk = ScriptedDesk { [counts] message, transport in
            counts.numbers.withLock { $0[transport, default: 0] += 1 }
            return script(message, transport)
        }
        let opened = try await desk.open(sockets)
        channels.withLock { $0 = opened }
    }

    /// How many questions came over UDP, or over TCP.
    func count(_ transport: Transport = .udp) -> Int { counts.numbers.withLock { $0[transport] ?? 0 } }

    /// Closes its sockets.
    func close() async {
        for channel in channels.withLock(\.self) {
            // It may be closed already.
            try? await channel.close()
        }
    }

    /// Answers with a code and no records.
    static func code(_ code: ResponseCode) -> Script {
        { question, _ in
            var answer = question
            answer.header.isResponse = true
            answer.header.code = code
            return [answer]
        }
    }

    /// Says nothing.
    static let silent: Script = { _, _ in [] }

    /// Answers every question with an address.
    static func address(_ address: String) -> Script {
        { question, _ in [answer(question, address)] }
    }

    /// The answer to a question with an address.
    static func answer(_ question: DNSMessage, _ address: String) -> DNSMessage {
        var answer = question
        answer.header.isResponse = true
        answer.header.isRecursionAvailable = true
        if let address = try? IPAddress(address) {
            answer.answers = [DNSRecord(question.questions[0].name, .address(address), timeToLive: 60)]
        }
        return answer
    }
}

private final class Counts: Sendable {
    let numbers = Mutex<[Transport: Int]>([:])
}

extension ListeningSockets {
    /// The port of both.
    var port: UInt16 { get throws { try OwnedDescriptor.duplicating(datagram).boundPort() } }
}

extension ListeningSockets {
    /// Closes both.
    func close() {
        for number in [datagram, stream] { _ = OwnedDescriptor(adopting: number) }
    }
}

private struct ScriptedDesk: Sendable {
    let script: ScriptedServer.Script

    func open(_ sockets: ListeningSockets) async throws -> [any Channel] {
        let group = MultiThreadedEventLoopGroup.singleton
        let datagrams = try await DatagramBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(DatagramScript(script))
                }
            }.withBoundSocket(sockets.datagram).get()
        let streams = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        ByteToMessageHandler(FrameDecoder()), StreamScript(script),
                    ])
                }
            }.withBoundSocket(sockets.stream).get()
        return [datagrams, streams]
    }
}

private final class DatagramScript: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let script: ScriptedServer.Script

    init(_ script: @escaping ScriptedServer.Script) { self.script = script }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let question = unwrapInboundIn(data)
        guard let message = try? DNSMessage(decoding: Array(question.data.readableBytesView)) else { return }
        for answer in script(message, .udp) {
            let data = ByteBuffer(bytes: answer.encoded())
            let envelope = AddressedEnvelope(remoteAddress: question.remoteAddress, data: data)
            context.writeAndFlush(wrapOutboundOut(envelope), promise: nil)
        }
    }
}

private final class StreamScript: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: ScriptedServer.Script

    init(_ script: @escaping ScriptedServer.Script) { self.script = script }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let message = try? DNSMessage(decoding: Array(unwrapInboundIn(data).readableBytesView)) else {
            return
        }
        for answer in script(message, .tcp) {
            context.writeAndFlush(wrapOutboundOut(framed(ByteBuffer(bytes: answer.encoded()))), promise: nil)
        }
    }
}
