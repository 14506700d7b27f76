internal import CNetlinkRoute

/// The connection tracking table of the namespace that the opening thread was in.
public final class ConntrackSocket: Sendable {
    private let socket: NetlinkSocket

    /// Opens a socket in the calling thread's namespace; needs CAP_NET_ADMIN to be of use.
    public init() throws(NetlinkError) { socket = try NetlinkSocket(protocol: NETLINK_NETFILTER) }

    /// Forgets the UDP flows that were first sent to a port, so that address translation is decided anew.
    ///
    /// A flow keeps its translation for as long as packets come, whatever the rules have become meanwhile.
    /// Returns how many there were.
    @discardableResult
    public func forgetUDP(toPort port: UInt16) throws(NetlinkError) -> Int {
        let list = NetlinkSocket.Request(name: "list UDP flows to port \(port)") {
            flowQuery(port).bytes(sequence: $0)
        }
        let reply = try socket.exchange([list])[0]
        if let failure = reply.failure { throw failure }
        let tuples = reply.messages.compactMap { originalTuple($0, udpPort: port) }
        let deletions = tuples.map { tuple in
            NetlinkSocket.Request(name: "forget a UDP flow to port \(port)") {
                deletion(tuple).bytes(sequence: $0)
            }
        }
        // In parts that fit the socket's buffer.
        for start in stride(from: 0, to: deletions.count, by: 64) {
            let replies = try socket.exchange(Array(deletions[start...].prefix(64)))
            for failure in replies.compactMap(\.failure) where !failure.isNotFound { throw failure }
        }
        return tuples.count
    }
}

/// Which parts of the tuple a filter compares (CTA_FILTER_F_CTA_PROTO_NUM and _DST_PORT, not in the headers).
private let comparesProtocolAndPort: UInt32 = 1 << 3 | 1 << 5
private let udp: UInt8 = 17

private func message(_ type: cntl_msg_types, flags: Int32) -> NetlinkMessage {
    let message = NetlinkMessage(type: Int(NFNL_SUBSYS_CTNETLINK) << 8 | Int(type.rawValue), flags: flags)
    message.append(nfgenmsg(nfgen_family: UInt8(AF_INET), version: UInt8(NFNETLINK_V0), res_id: 0))
    return message
}

// The filter spares a busy host the copy of its whole table; kernels before 5.8 ignore it.
private func flowQuery(_ port: UInt16) -> NetlinkMessage {
    let query = message(IPCTNL_MSG_CT_GET, flags: NLM_F_DUMP)
    query.nest(Int(CTA_TUPLE_ORIG.rawValue)) { tuple in
        tuple.nest(Int(CTA_TUPLE_PROTO.rawValue)) { transport in
            transport.put(Int(CTA_PROTO_NUM.rawValue), udp)
            transport.put(Int(CTA_PROTO_DST_PORT.rawValue), port.bigEndian)
        }
    }
    query.nest(Int(CTA_FILTER.rawValue)) {
        $0.put(Int(CTA_FILTER_ORIG_FLAGS.rawValue), comparesProtocolAndPort)
    }
    return query
}

private func originalTuple(_ message: ReceivedMessage, udpPort port: UInt16) -> [UInt8]? {
    let attributes = message.attributes(after: 4)
    let transport = attributes.nested(Int(CTA_TUPLE_ORIG.rawValue)).nested(Int(CTA_TUPLE_PROTO.rawValue))
    guard transport.number(Int(CTA_PROTO_NUM.rawValue), as: UInt8.self) == udp,
        transport.number(Int(CTA_PROTO_DST_PORT.rawValue), as: UInt16.self) == port.bigEndian
    else { return nil }
    return attributes.bytes(Int(CTA_TUPLE_ORIG.rawValue))
}

private func deletion(_ tuple: [UInt8]) -> NetlinkMessage {
    let deletion = message(IPCTNL_MSG_CT_DELETE, flags: NLM_F_ACK)
    deletion.put(Int(CTA_TUPLE_ORIG.rawValue) | Int(NLA_F_NESTED), tuple)
    return deletion
}
