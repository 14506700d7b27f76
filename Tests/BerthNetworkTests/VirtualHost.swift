import Foundation
import Glibc
import LinuxSystem
import Netlink
import Testing

@testable import BerthNetwork

/// A host of the test's own: a network namespace with an uplink to an "outside" one.
///
/// 203.0.113.1 and .9 are the host's addresses, 203.0.113.2 is the outside's.
struct VirtualHost: Sendable {
    let directory: String
    var outside: NetworkNamespace { NetworkNamespace(path: "\(directory)/outside") }
    static let address = "203.0.113.1"
    static let secondAddress = "203.0.113.9"
    static let outsideAddress = "203.0.113.2"

    /// Runs a body on a thread that lives in the host's namespace; expectations are for the caller to check.
    static func run<Value: Sendable>(_ body: @escaping @Sendable (VirtualHost) throws -> Value) throws
        -> Value
    {
        let host = VirtualHost(directory: try makeTemporaryDirectory(prefix: "/tmp/berth-network-"))
        defer { try? FileManager.default.removeItem(atPath: host.directory) }
        let own = NetworkNamespace(path: "\(host.directory)/host")
        defer { try? own.remove() }
        defer { try? host.outside.remove() }
        return try NetworkNamespace.create(at: own.path) {
            try host.connectOutside()
            return try body(host)
        }
    }

    private func connectOutside() throws {
        let own = try NetworkNamespace.openingCurrent()
        try NetworkNamespace.create(at: outside.path) {
            let address = try MACAddress("02:00:00:00:00:02")
            let pair = VethPair(
                name: "eth0", index: 100, address: address,
                peer: .init(name: "up0", group: 0, namespace: own.number))
            try RouteSocket().perform([
                .setUp(interface: 1), .createPair(pair),
                .addAddress(try IPv4Address(Self.outsideAddress), prefixLength: 24, interface: 100),
            ])
        }
        let routes = try RouteSocket()
        let index = try #require(try routes.link(named: "up0")).index
        let addresses = try [Self.address, Self.secondAddress].map(IPv4Address.init)
        try routes.perform(
            [.setUp(interface: 1), .setUp(interface: index)]
                + addresses.map { .addAddress($0, prefixLength: 24, interface: index) })
    }

    /// Describes a container with a made-up id that begins with its name in hexadecimal.
    func container(_ name: String, _ interfaces: [(NetworkDescription, String)]) throws -> ContainerInterfaces
    {
        let digits = name.utf8.map { String($0, radix: 16) }.joined()
        let id = String((digits + String(repeating: "0", count: 64)).prefix(64))
        return ContainerInterfaces(
            container: id, namespace: "\(directory)/\(name)",
            interfaces: try interfaces.map { .init(network: $0.0, address: try IPv4Address($0.1)) })
    }
}

extension NetworkNamespace {
    /// The text that a server answers with, or nil when it cannot be reached.
    func fetch(_ address: String, _ port: UInt16, patience: Patience = .long) throws -> String? {
        try enter { try LocalClient.fetch(address, port, .stream, patience) }
    }

    /// The same over UDP.
    func ask(_ address: String, _ port: UInt16, patience: Patience = .long) throws -> String? {
        try enter { try LocalClient.fetch(address, port, .datagram, patience) }
    }

    /// Answers every connection and packet with a text until the server is stopped.
    func serve(_ text: String, port: UInt16) throws -> [Server] {
        try enter { try [SocketKind.stream, .datagram].map { try Server(text, "0.0.0.0", port, $0) } }
    }
}

/// The kinds of sockets by their numbers in socket(2), which Swift sees in more than one module.
enum SocketKind: Int32, Sendable {
    case stream = 1
    case datagram = 2
}

/// How long a client waits: long when an answer is expected.
enum Patience: Int, Sendable {
    case short = 300
    case long = 4000
}

/// Clients in the namespace of the calling thread.
enum LocalClient {
    static func fetch(
        _ address: String, _ port: UInt16, _ type: SocketKind, _ patience: Patience
    ) throws -> String? {
        let client = OwnedDescriptor(adopting: socket(AF_INET, type.rawValue, 0))
        var time = timeval(tv_sec: patience.rawValue / 1000, tv_usec: patience.rawValue % 1000 * 1000)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            unsafe setsockopt(client.number, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
        guard try unsafe withName(address, port, { unsafe connect(client.number, $0, $1) }) == 0 else {
            return nil
        }
        _ = unsafe send(client.number, "?", 1, Int32(MSG_NOSIGNAL))
        guard let bytes = try? client.read(upTo: 100), !bytes.isEmpty else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A server of the namespace it was made in, on a thread of its own until it is stopped.
final class Server: Sendable {
    private let number: Int32
    private let ended = DispatchSemaphore(value: 0)

    init(_ text: String, _ address: String, _ port: UInt16, _ type: SocketKind) throws {
        let number = socket(AF_INET, type.rawValue, 0)
        let bound = try unsafe withName(address, port) { unsafe bind(number, $0, $1) }
        try #require(bound == 0)
        if type == .stream { try #require(listen(number, 20) == 0) }
        self.number = number
        let (ended, isStream) = (ended, type == .stream)
        Thread.detachNewThread {
            while isStream ? Self.answerConnection(number, text) : Self.answerPacket(number, text) {}
            ended.signal()
        }
    }

    func stop() {
        shutdown(number, Int32(SHUT_RDWR))
        ended.wait()
        close(number)
    }

    private static func answerConnection(_ number: Int32, _ text: String) -> Bool {
        let client = accept(number, nil, nil)
        guard client >= 0 else { return false }
        _ = unsafe send(client, text, text.utf8.count, Int32(MSG_NOSIGNAL))
        close(client)
        return true
    }

    private static func answerPacket(_ number: Int32, _ text: String) -> Bool {
        var sender = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        var buffer = [UInt8](repeating: 0, count: 100)
        return unsafe withUnsafeMutablePointer(to: &sender) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                guard unsafe recvfrom(number, &buffer, 100, 0, name, &length) > 0 else { return false }
                unsafe sendto(number, text, text.utf8.count, 0, name, length)
                return true
            }
        }
    }
}

/// Calls with a socket name.
func withName(
    _ address: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) throws -> Int32 {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = try IPv4Address(address).value.bigEndian
    return unsafe withUnsafePointer(to: &name) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}
