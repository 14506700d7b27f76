import Glibc

/// Sockets that are connected where the calling thread is, and stay in its namespace (`NetworkNamespace.enter`).
public enum ClientSocket {
    /// A socket connected to an address of either family, close-on-exec and never waiting.
    ///
    /// A TCP connection that is not there after `patience` is an error.
    public static func connected(
        _ transport: BoundSocket.Transport, to address: String, port: UInt16, within patience: Duration
    ) throws(SystemError) -> OwnedDescriptor {
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        unsafe hints.ai_socktype = Int32((transport == .tcp ? SOCK_STREAM : SOCK_DGRAM).rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(address, "\(port)", &hints, &found) == 0, let place = unsafe found else {
            throw SystemError(code: EINVAL, call: "connect", subject: address)
        }
        defer { unsafe freeaddrinfo(place) }
        let connected = OwnedDescriptor(
            adopting: try check("socket") {
                unsafe socket(
                    place.pointee.ai_family, place.pointee.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
            })
        try connected.limitWaiting(to: patience)
        try check("connect", "\(address):\(port)") {
            unsafe connect(connected.number, place.pointee.ai_addr, place.pointee.ai_addrlen)
        }
        try check("fcntl") { fcntl(connected.number, F_SETFL, O_NONBLOCK) }
        return connected
    }
}

extension OwnedDescriptor {
    /// How long a connect may take (SO_SNDTIMEO, socket(7)).
    fileprivate func limitWaiting(to patience: Duration) throws(SystemError) {
        let (seconds, fraction) = patience.components
        var time = timeval(tv_sec: Int(seconds), tv_usec: Int(fraction / 1_000_000_000_000))
        try check("setsockopt") {
            unsafe setsockopt(
                number, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }
}
