import Glibc

/// A socket that is connected to a receiver of messages, in the network namespace of the thread that made it.
///
/// Its calls block the calling thread, for ten seconds at most unless told otherwise.
public struct ClientSocket: ~Copyable, Sendable {
    /// Where a receiver is.
    public enum Address: Sendable, Hashable {
        /// A socket of the host by its path.
        case local(String)
        /// A UDP port of a host, by name or address.
        case datagram(host: String, port: UInt16)
        /// A TCP port of a host, by name or address.
        case stream(host: String, port: UInt16)
    }

    /// True when the receiver gets each write as a message of its own.
    public let keepsMessages: Bool
    private let descriptor: OwnedDescriptor

    /// Connects; a socket by path may be of either kind.
    public init(to address: Address, within patience: Duration = .seconds(10)) throws(SystemError) {
        switch address {
        case .local(let path):
            do throws(SystemError) {
                descriptor = try Self.local(path, SOCK_DGRAM, patience)
                keepsMessages = true
            } catch  where error.code == EPROTOTYPE {
                descriptor = try Self.local(path, SOCK_STREAM, patience)
                keepsMessages = false
            }
        case .datagram(let host, let port):
            descriptor = try Self.internet(host, port, SOCK_DGRAM, patience)
            keepsMessages = true
        case .stream(let host, let port):
            descriptor = try Self.internet(host, port, SOCK_STREAM, patience)
            keepsMessages = false
        }
    }

    /// Sends bytes, as one message where messages are kept.
    ///
    /// That nobody received an earlier message is not an error of this one.
    public func send(_ bytes: [UInt8]) throws(SystemError) {
        do throws(SystemError) {
            try descriptor.write(bytes)
        } catch  where keepsMessages && error.code == ECONNREFUSED {
            try descriptor.write(bytes)
        }
    }

    /// Gives the socket away, which never waits from now on.
    public consuming func release() throws(SystemError) -> Int32 {
        try check("fcntl") { fcntl(descriptor.number, F_SETFL, O_NONBLOCK) }
        return try descriptor.duplicate().release()
    }

    private static func local(
        _ path: String, _ type: __socket_type, _ patience: Duration
    ) throws(SystemError) -> OwnedDescriptor {
        let socket = try open(AF_UNIX, Int32(type.rawValue), 0, patience)
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: place.sun_path)
        guard bytes.count < room else {
            throw SystemError(code: ENAMETOOLONG, call: "connect", subject: path)
        }
        unsafe withUnsafeMutableBytes(of: &place.sun_path) { unsafe $0.copyBytes(from: bytes) }
        try check("connect", path) {
            unsafe withUnsafePointer(to: place) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe connect(socket.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        return socket
    }

    /// Connects to the first address of a host that answers.
    private static func internet(
        _ host: String, _ port: UInt16, _ type: __socket_type, _ patience: Duration
    ) throws(SystemError) -> OwnedDescriptor {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(type.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else { throw SystemError(code: EHOSTUNREACH, call: "getaddrinfo", subject: host) }
        defer { unsafe freeaddrinfo(list) }
        var failure = SystemError(code: EHOSTUNREACH, call: "connect", subject: "\(host):\(port)")
        var next = unsafe list
        while let entry = unsafe next?.pointee {
            do throws(SystemError) {
                let socket = try unsafe open(
                    entry.ai_family, entry.ai_socktype, entry.ai_protocol, patience)
                try check("connect", "\(host):\(port)") {
                    unsafe connect(socket.number, entry.ai_addr, entry.ai_addrlen)
                }
                return socket
            } catch {
                failure = error
            }
            unsafe next = entry.ai_next
        }
        throw failure
    }

    /// A socket whose connecting and sending end after a time (SO_SNDTIMEO, socket(7)).
    private static func open(
        _ family: Int32, _ type: Int32, _ transport: Int32, _ patience: Duration
    ) throws(SystemError) -> OwnedDescriptor {
        let descriptor = OwnedDescriptor(
            adopting: try check("socket") {
                socket(family, type | Int32(SOCK_CLOEXEC.rawValue), transport)
            })
        let (seconds, fraction) = patience.components
        var limit = timeval(tv_sec: Int(seconds), tv_usec: Int(fraction / 1_000_000_000_000))
        try check("setsockopt") {
            unsafe setsockopt(
                descriptor.number, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        return descriptor
    }
}
