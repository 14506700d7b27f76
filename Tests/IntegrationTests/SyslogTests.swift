import Glibc
import LinuxSystem
import TestSupport
import Testing

/// Lines of containers at a syslog receiver.
@Suite("Syslog", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct SyslogTests {
    @Test("a receiver on UDP gets each line with facility, severity and tag")
    func datagrams() async throws {
        let socket = try ServerSocket.datagram("127.0.0.1", port: 0)
        let port = try socket.boundPort()
        let receiver = SharedDescriptor(socket)
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  s:
                    image: busybox:1
                    command: sh -c 'echo out; sleep 0.2; echo err >&2'
                    logging:
                      driver: syslog
                      options:
                        syslog-address: udp://127.0.0.1:\(port)
                        syslog-facility: local3
                        syslog-format: rfc3164
                        tag: "{{.Name}}/x"
                """)
            let messages = [try await receiver.text(), try await receiver.text()]
            let host = try readText("/proc/sys/kernel/hostname").filter { !$0.isWhitespace }
            let head =
                "[A-Z][a-z]{2} [ 0-9]\\d \\d\\d:\\d\\d:\\d\\d \(host) \(stack.project)-s-1/x\\[\\d+\\]: "
            #expect(try Regex("<158>\(head)out\n").wholeMatch(in: messages[0]) != nil, "\(messages)")
            #expect(try Regex("<155>\(head)err\n").wholeMatch(in: messages[1]) != nil, "\(messages)")
            #expect(try await stack.logs("s") == ["out"])
        }
    }

    @Test("a receiver on TCP gets every line once and in order, with the supervisor killed meanwhile")
    func stream() async throws {
        let listener = try ServerSocket.stream("127.0.0.1", port: 0)
        let port = try listener.boundPort()
        let server = SharedDescriptor(listener)
        try await withStack { stack in
            try stack.scratch.write("gate/.keep", "")
            try await stack.up(
                """
                services:
                  s:
                    image: busybox:1
                    volumes: [./gate:/gate]
                    command: sh -c 'seq 1 500; while [ ! -e /gate/open ]; do sleep 0.02; done; seq 501 1000'
                    logging:
                      driver: syslog
                      options: {syslog-address: "tcp://127.0.0.1:\(port)", syslog-format: rfc5424}
                """)
            var text = try await server.accepted().text(through: " 500\n")
            // What was received is recorded right after: the nanoseconds of its last time.
            let position = "\(stack.root)/containers/\(try await stack.container("s").id)/syslog.position"
            let last = try await stack.berth("logs", "-t", "-n", "1").lines.first?.logTime ?? ""
            try await eventually("the position is recorded") {
                try fileExists(position)
                    && readText(position).split(separator: " ")[0].hasSuffix(last.suffix(10).dropLast())
            }
            try await stack.killSupervisor()
            try stack.scratch.write("gate/open", "")
            text += try await server.accepted().text(through: " 1000\n")
            let numbers = text.split(separator: "\n").compactMap { $0.split(separator: " ").last }
            #expect(numbers == (1...1000).map { Substring(String($0)) })
            #expect(text.hasPrefix("<30>1 20"), "\(text.prefix(80))")
        }
    }
}

extension SharedDescriptor {
    /// The next message.
    fileprivate func text() async throws -> String { String(decoding: try await nextBytes(), as: UTF8.self) }

    /// Everything up to an end.
    fileprivate func text(through end: String) async throws -> String {
        var text = ""
        while !text.hasSuffix(end), case let part = try await self.text(), !part.isEmpty { text += part }
        return text
    }

    /// The next connection.
    fileprivate func accepted() async throws -> SharedDescriptor {
        try await Reactor.shared.readable(number)
        return SharedDescriptor(OwnedDescriptor(adopting: accept(number, nil, nil)))
    }
}
