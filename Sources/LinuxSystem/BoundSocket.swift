internal import CLinux
import Glibc

/// A socket that holds a local address and port without listening, so that nobody else can have them.
///
/// SO_REUSEADDR stays off: with it on both sides a later server could still take the port.
public struct BoundSocket: ~Copyable, Sendable {
    /// The transport of a socket.
    public enum Transport: Sendable, Hashable {
        case tcp, udp
    }

    /// The port that is held.
    public let port: UInt16
    private let descriptor: OwnedDescriptor

    /// Takes a port of the calling thread's network namespace; `wanted` 0 takes any free one.
    public init(_ transport: Transport, address: IPv4Address, port wanted: UInt16) throws(SystemError) {
        let socket = try OwnedDescriptor.internetSocket(transport == .tcp ? SOCK_STREAM : SOCK_DGRAM)
        try socket.bind(to: in_addr(s_addr: address.value.bigEndian), wanted, "\(address):\(wanted)")
        port = try socket.boundPort()
        descriptor = socket
    }
}

extension OwnedDescriptor {
    /// A new IPv4 socket of the calling thread's network namespace, close-on-exec and never waiting.
    static func internetSocket(_ type: __socket_type) throws(SystemError) -> OwnedDescriptor {
        let flags = SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        return OwnedDescriptor(
            adopting: try check("socket") { socket(AF_INET, Int32(type.rawValue | flags), 0) })
    }

    /// Gives a socket its address; `name` is what an error says of it.
    ///
    /// A port that was closed here is free, even when a child that is just being started has a copy of it.
    func bind(to address: in_addr, _ port: UInt16, _ name: String) throws(SystemError) {
        do throws(SystemError) {
            try bindOnce(to: address, port, name)
        } catch  where error.code == EADDRINUSE {
            clinux_await_spawns()
            try bindOnce(to: address, port, name)
        }
    }

    private func bindOnce(to address: in_addr, _ port: UInt16, _ name: String) throws(SystemError) {
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr = address
        try check("bind", name) {
            unsafe withUnsafePointer(to: place) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe Glibc.bind(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
    }

    /// The port that a socket is bound to.
    public func boundPort() throws(SystemError) -> UInt16 {
        var place = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try check("getsockname") {
            unsafe withUnsafeMutablePointer(to: &place) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe getsockname(number, $0, &length)
                }
            }
        }
        return UInt16(bigEndian: place.sin_port)
    }
}
