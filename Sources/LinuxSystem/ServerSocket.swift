internal import CLinux
import Glibc

/// Sockets that are bound where the calling thread is, and stay in its namespace (`NetworkNamespace.enter`).
///
/// Each is close-on-exec and never waits.
public enum ServerSocket {
    /// A UDP socket bound to an IPv4 address; port 0 lets the kernel choose.
    public static func datagram(_ address: String, port: UInt16) throws(SystemError) -> OwnedDescriptor {
        try bound(SOCK_DGRAM, address, port)
    }

    /// A listening TCP socket bound to an IPv4 address; port 0 lets the kernel choose.
    ///
    /// Connections that a previous owner of the port left in TIME_WAIT do not hinder it (SO_REUSEADDR).
    public static func stream(_ address: String, port: UInt16, backlog: Int32 = 128) throws(SystemError)
        -> OwnedDescriptor
    {
        let socket = try bound(SOCK_STREAM, address, port)
        try check("listen", "\(address):\(port)") { listen(socket.number, backlog) }
        return socket
    }

    private static func bound(_ type: __socket_type, _ address: String, _ port: UInt16) throws(SystemError)
        -> OwnedDescriptor
    {
        let subject = "\(address):\(port)"
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        guard unsafe inet_pton(AF_INET, address, &place.sin_addr) == 1 else {
            throw SystemError(code: EINVAL, call: "bind", subject: subject)
        }
        let flags = SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let socket = OwnedDescriptor(
            adopting: try check("socket", subject) { Glibc.socket(AF_INET, Int32(type.rawValue | flags), 0) })
        if type == SOCK_STREAM { try socket.reuseAddress() }
        try unsafe withUnsafePointer(to: place) { (pointer) throws(SystemError) in
            try unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                (generic) throws(SystemError) in
                _ = try check("bind", subject) {
                    unsafe bind(socket.number, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        return socket
    }
}

extension OwnedDescriptor {
    /// The port that a socket is bound to.
    public func boundPort() throws(SystemError) -> UInt16 {
        var place = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try unsafe withUnsafeMutablePointer(to: &place) { (pointer) throws(SystemError) in
            try unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                (generic) throws(SystemError) in
                _ = try check("getsockname") { unsafe getsockname(number, generic, &length) }
            }
        }
        return UInt16(bigEndian: place.sin_port)
    }

    fileprivate func reuseAddress() throws(SystemError) {
        var on: Int32 = 1
        try check("setsockopt") {
            unsafe setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        }
    }
}
