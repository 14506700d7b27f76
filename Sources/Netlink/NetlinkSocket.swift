internal import CNetlinkRoute
import Glibc
internal import Synchronization

/// A netlink socket of the namespace its maker's thread was in; it stays there, whoever uses it.
///
/// One exchange at a time: the answers of two users never mix.
final class NetlinkSocket: Sendable {
    private let connection: Mutex<Connection>

    /// Opens a socket of a protocol, such as NETLINK_ROUTE.
    init(protocol number: Int32) throws(NetlinkError) {
        connection = Mutex(try Connection(protocol: number))
    }

    /// Sends all requests in one datagram and returns what each got, in order, once all have ended.
    ///
    /// The kernel works through all of them, also after one that failed.
    func exchange(_ requests: [Request]) throws(NetlinkError) -> [Reply] {
        try connection.withLock { (connection) throws(NetlinkError) in try connection.exchange(requests) }
    }

    /// Joins a multicast group, such as RTNLGRP_LINK, whose messages `receive` then returns.
    func join(group: Int32, waitingAtMost seconds: Int) throws(NetlinkError) {
        try connection.withLock { (connection) throws(NetlinkError) in
            try connection.join(group: group, waitingAtMost: seconds)
        }
    }

    /// The messages of the next datagram; empty when the time is up.
    func receive() throws(NetlinkError) -> [ReceivedMessage] {
        try connection.withLock { (connection) throws(NetlinkError) in try connection.receive() ?? [] }
    }

    /// A request that waits for its number.
    struct Request: Sendable {
        /// What it asks for, for errors.
        let name: String
        /// The message with the given number.
        let bytes: @Sendable (UInt32) -> [UInt8]
    }

    /// What a request got.
    struct Reply: Sendable {
        /// The messages before the end.
        var messages: [ReceivedMessage] = []
        /// The refusal.
        var failure: NetlinkError?
        /// True when a list changed while it was read (NLM_F_DUMP_INTR).
        var isInconsistent = false
    }
}

/// libnl's socket with the number of the last request.
@safe
private struct Connection: ~Copyable {
    private let handle: OpaquePointer
    private var sequence: UInt32 = 0

    init(protocol number: Int32) throws(NetlinkError) {
        guard let handle = unsafe nl_socket_alloc() else {
            throw NetlinkError(code: ENOMEM, request: "open a netlink socket")
        }
        guard unsafe nl_connect(handle, number) >= 0 else {
            let code = errno
            unsafe nl_socket_free(handle)
            throw NetlinkError(code: code, request: "open a netlink socket")
        }
        unsafe self.handle = unsafe handle
        unsafe nl_socket_disable_msg_peek(handle)
        unsafe nl_socket_set_msg_buf_size(handle, 64 * 1024)
        var on: Int32 = 1
        for option in [NETLINK_EXT_ACK, NETLINK_CAP_ACK] {
            // Without them an error has no words of the kernel; the code is there all the same.
            _ = unsafe setsockopt(
                nl_socket_get_fd(handle), SOL_NETLINK, option, &on, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    mutating func exchange(_ requests: [NetlinkSocket.Request]) throws(NetlinkError) -> [NetlinkSocket.Reply]
    {
        guard let first = requests.first else { return [] }
        let base = sequence &+ 1
        sequence = sequence &+ UInt32(requests.count)
        var datagram: [UInt8] = []
        for (offset, request) in requests.enumerated() { datagram += request.bytes(base &+ UInt32(offset)) }
        try send(&datagram, for: first.name)
        var replies = requests.map { _ in NetlinkSocket.Reply() }
        var open = requests.count
        while open > 0 {
            for message in try receive() ?? [] {
                let index = Int(message.sequence &- base)
                guard requests.indices.contains(index) else { continue }
                replies[index].isInconsistent =
                    replies[index].isInconsistent || message.flags & UInt16(NLM_F_DUMP_INTR) != 0
                guard let outcome = message.outcome else {
                    replies[index].messages.append(message)
                    continue
                }
                open -= 1
                guard outcome.code != 0 else { continue }
                replies[index].failure = NetlinkError(
                    code: outcome.code, request: requests[index].name, explanation: outcome.explanation)
            }
        }
        return replies
    }

    func join(group: Int32, waitingAtMost seconds: Int) throws(NetlinkError) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        let limited = unsafe setsockopt(nl_socket_get_fd(handle), SOL_SOCKET, SO_RCVTIMEO, &time, size)
        guard limited == 0, unsafe nl_socket_add_membership(handle, group) >= 0 else {
            throw NetlinkError(code: errno, request: "listen to changes of links")
        }
    }

    /// The messages of the next datagram; nil when a time limit was set and is over.
    func receive() throws(NetlinkError) -> [ReceivedMessage]? {
        var sender = sockaddr_nl()
        var buffer: UnsafeMutablePointer<UInt8>?
        let count = unsafe nl_recv(handle, &sender, &buffer, nil)
        let code = errno
        defer { unsafe free(buffer) }
        if count == -NLE_AGAIN { return nil }
        guard count > 0 else {
            throw NetlinkError(code: count == 0 ? ECONNRESET : code, request: "read an answer of the kernel")
        }
        guard sender.nl_pid == 0, let start = unsafe buffer else { return [] }
        return ReceivedMessage.split(
            unsafe Array(UnsafeBufferPointer(start: start, count: Int(count))))
    }

    private func send(_ datagram: inout [UInt8], for name: String) throws(NetlinkError) {
        let count = datagram.count
        let sent = unsafe datagram.withUnsafeMutableBytes { bytes in
            unsafe nl_sendto(handle, bytes.baseAddress, count)
        }
        if sent < 0 { throw NetlinkError(code: errno, request: name) }
    }

    deinit { unsafe nl_socket_free(handle) }
}
