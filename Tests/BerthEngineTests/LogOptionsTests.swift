import BerthModel
import LinuxSystem
import OCIRuntime
import Testing

@testable import BerthEngine

@Suite("Logging drivers and their options")
struct LogOptionsTests {
    private static func driver(_ name: String?, _ options: [String: String]) -> LogDriver {
        var driver = LogDriver()
        driver.name = name
        driver.options = options
        return driver
    }

    @Test(
        "sizes count in thousands for json-file and by 1024 for local, as the reference has it",
        arguments: [
            (nil, [:], nil, nil),
            ("json-file", ["max-size": "10m", "max-file": "3"], 10_000_000, 3),
            (nil, ["max-size": "1.5k"], 1500, 1),
            ("json-file", ["max-file": "3"], nil, nil),
            ("local", [:], 20 << 20, 5),
            ("local", ["max-size": "1MiB"], 1 << 20, 5),
        ] as [(String?, [String: String], Int?, Int?)])
    func limits(name: String?, options: [String: String], bytes: Int?, files: Int?) throws {
        let destination = try LogDestination(Self.driver(name, options))
        #expect(destination.isKept)
        #expect(destination.limit?.bytes == bytes)
        #expect(destination.limit?.files == files)
    }

    @Test(
        "what a driver does not have is refused",
        arguments: [
            ("gelf", [:], "logging driver \"gelf\" is not supported"),
            ("local", ["labels": "a"], "unknown log opt \"labels\" for local log driver"),
            ("json-file", ["max-file": "0"], "max-file \"0\" is not a number from 1 on"),
            ("json-file", ["max-size": "-1"], "max-size \"-1\" is not a size"),
            ("json-file", ["mode": "fast"], "logging mode \"fast\" is not known"),
            ("syslog", ["syslog-address": "http://h"], "syslog-address \"http://h\" is not an address"),
            ("syslog", ["syslog-address": "tcp+tls://h:1"], "receivers with TLS are not supported"),
            ("syslog", ["syslog-facility": "best"], "syslog-facility \"best\" is not known"),
            ("syslog", ["syslog-format": "json"], "syslog-format \"json\" is not known"),
            ("syslog", ["tag": "{{.Best}}"], "tag \"{{.Best}}\" has an unknown template"),
        ] as [(String, [String: String], String)])
    func refusals(name: String, options: [String: String], message: String) {
        do {
            _ = try LogDestination(Self.driver(name, options))
            Issue.record("accepted")
        } catch {
            #expect("\(error)".contains(message), "\(error)")
        }
    }

    @Test(
        "addresses of syslog receivers have the usual port where none is written",
        arguments: [
            ("udp://h", .datagram(host: "h", port: 514)),
            ("tcp://1.2.3.4:99", .stream(host: "1.2.3.4", port: 99)),
            ("udp://[::1]:9", .datagram(host: "::1", port: 9)), ("unix:///dev/log", .local("/dev/log")),
            ("unixgram:///x", .local("/x")),
        ] as [(String, ClientSocket.Address)])
    func addresses(text: String, expected: ClientSocket.Address) throws {
        let destination = try LogDestination(
            Self.driver("syslog", ["syslog-address": text, "syslog-facility": "local7"]))
        guard case .syslog(let target) = destination.receiver else {
            Issue.record("\(destination)")
            return
        }
        #expect(target.address == expected)
        #expect(target.facility == 23)
    }
}
