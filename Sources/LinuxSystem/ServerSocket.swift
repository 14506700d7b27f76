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
        let name = "\(address):\(port)"
        var place = in_addr()
        guard unsafe inet_pton(AF_INET, address, &place) == 1 else {
            throw SystemError(code: EINVAL, call: "bind", subject: name)
        }
        let socket = try OwnedDescriptor.internetSocket(type)
        if type == SOCK_STREAM { try socket.reuseAddress() }
        try socket.bind(to: place, port, name)
        return socket
    }
}

extension OwnedDescriptor {
    fileprivate func reuseAddress() throws(SystemError) {
        var on: Int32 = 1
        try check("setsockopt") {
            unsafe setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        }
    }
}
