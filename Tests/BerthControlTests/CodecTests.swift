import BerthModel
import Foundation
import Testing

@testable import BerthControl

@Suite("The lines between a command and a supervisor")
struct CodecTests {
    static let requests: [(ControlRequest, String)] = [
        (.status, #"{"id":7,"jsonrpc":"2.0","method":"status"}"#),
        (.events, #"{"id":7,"jsonrpc":"2.0","method":"events"}"#),
        (
            .kill(KillRequest(services: ["web"], signal: "TERM")),
            #"{"id":7,"jsonrpc":"2.0","method":"kill","params":{"services":["web"],"signal":"TERM"}}"#
        ),
        (
            .start(ServiceSelection(services: ["a", "b"])),
            #"{"id":7,"jsonrpc":"2.0","method":"start","params":{"services":["a","b"]}}"#
        ),
        (
            .stop(StopRequest(services: [], timeout: .seconds(3))),
            #"{"id":7,"jsonrpc":"2.0","method":"stop","params":{"services":[],"timeout":[0,3000000000000000000]}}"#
        ),
        (
            .down(DownRequest()),
            #"{"id":7,"jsonrpc":"2.0","method":"down","params":"#
                + #"{"removesOrphans":false,"removesVolumes":false,"services":[]}}"#
        ),
    ]

    @Test("writes each request as one JSON-RPC line and reads it back", arguments: requests)
    func writesRequests(request: ControlRequest, line: String) throws {
        let bytes = try LineCodec.line(RequestMessage(id: 7, request))
        #expect(String(decoding: bytes, as: UTF8.self) == line + "\n")
        #expect(try LineCodec.request(bytes.dropLast()).request == request)
    }

    @Test("reads back an up request with everything in it")
    func readsUp() throws {
        var service = Service(name: "web", image: "nginx")
        service.environment = [EnvironmentVariable("A", "line\nfeed \u{1F600}")]
        service.restart = .onFailure(maximum: 3)
        var up = UpRequest(project: Project(name: "shop", workingDirectory: "/w", services: [service]))
        up.scale = ["web": 3]
        up.pullPolicy = .every(.seconds(60))
        up.wait = .healthy
        let line = try LineCodec.line(RequestMessage(id: 1, .up(up)))
        #expect(line.count { $0 == UInt8(ascii: "\n") } == 1, "a line feed in a value does not end the line")
        #expect(try LineCodec.request(line).request == .up(up))
    }

    @Test("writes events as notifications")
    func writesEvents() throws {
        var progress = ProgressEvent(.image, "redis:7", "Pulling", .working)
        progress.current = 10
        progress.total = 40
        let lines = try [
            LineCodec.line(ReplyMessage.event(.progress(progress))),
            LineCodec.line(ReplyMessage.event(.listening)),
            LineCodec.line(ReplyMessage.event(.warning("orphans found"))),
        ].map { String(decoding: $0, as: UTF8.self) }
        #expect(
            lines == [
                #"{"jsonrpc":"2.0","method":"event","params":{"progress":{"current":10,"detail":"","#
                    + #""name":"redis:7","status":"working","subject":"Image","text":"Pulling","total":40}}}"#
                    + "\n",
                #"{"jsonrpc":"2.0","method":"event","params":{"listening":true}}"# + "\n",
                #"{"jsonrpc":"2.0","method":"event","params":{"warning":"orphans found"}}"# + "\n",
            ])
    }

    @Test("writes a failure with what the other side needs to throw it again")
    func writesFailures() throws {
        let thrown = Failure(
            .notFound, "no such service: x", at: Location(file: "compose.yaml", line: 3, column: 5),
            remedy: "did you mean \"y\"?", cause: Failure(.runtime, "deeper"))
        let line = try LineCodec.line(ReplyMessage.failure(id: 2, WireFailure(thrown)))
        #expect(
            String(decoding: line, as: UTF8.self) == #"{"error":{"code":-32003,"data":{"kind":"notFound","#
                + #""location":{"column":5,"file":"compose.yaml","line":3},"#
                + #""message":"no such service: x: deeper","remedy":"did you mean \"y\"?"},"#
                + #""message":"no such service: x: deeper"},"id":2,"jsonrpc":"2.0"}"# + "\n")
        guard case .failure(2, let wire) = try LineCodec.reply(line) else {
            Issue.record("not read as a failure")
            return
        }
        #expect(wire.failure.description == thrown.description.replacing("; did", with: "; did"))
        #expect(wire.failure.kind == .notFound)
    }

    @Test(
        "answers a line that is no request with the protocol's own codes",
        arguments: [
            (#"{"jsonrpc":"2.0","id":4,"method":"explode"}"#, 4, -32601),
            (#"{"jsonrpc":"2.0","id":4,"method":"kill","params":{}}"#, 4, -32600),
            (#"{"jsonrpc":"2.0","id":4,"method":"up"}"#, 4, -32600),
            (#"not json"#, nil, -32600),
            (#"[]"#, nil, -32600),
            ("", nil, -32600),
        ] as [(String, Int?, Int)])
    func refusesLines(line: String, id: Int?, code: Int) {
        do {
            _ = try LineCodec.request(Array(line.utf8))
            Issue.record("accepted")
        } catch {
            #expect(error.id == id)
            #expect(error.failure.code == code)
        }
    }

    @Test("refuses a request cut at any length, and never crashes")
    func refusesTruncated() throws {
        let line = try LineCodec.line(
            RequestMessage(id: 1, .up(UpRequest(project: Project(name: "p", workingDirectory: "/")))))
        for length in 0..<(line.count - 1) {
            #expect(throws: BadRequest.self) { try LineCodec.request(Array(line.prefix(length))) }
        }
    }
}
