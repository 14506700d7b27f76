internal import CNetlinkRoute

/// Links, addresses and routes of the namespace that the opening thread was in (rtnetlink(7)).
///
/// It stays in that namespace whoever uses it, and may be shared by threads. Changes need CAP_NET_ADMIN.
public final class RouteSocket: Sendable {
    private let socket: NetlinkSocket

    /// Opens a socket in the calling thread's namespace.
    public init() throws(NetlinkError) { socket = try NetlinkSocket(protocol: NETLINK_ROUTE) }

    /// Carries out changes in order in one exchange and throws the first refusal that is not acceptable.
    ///
    /// The kernel goes on after a refusal: what follows it in the list was tried, too.
    public func perform(
        _ requests: [RouteRequest], accepting isAcceptable: (NetlinkError) -> Bool = { _ in false }
    ) throws(NetlinkError) {
        let replies = try socket.exchange(
            requests.map { request in
                NetlinkSocket.Request(name: request.description) { request.bytes(sequence: $0) }
            })
        for failure in replies.compactMap(\.failure) where !isAcceptable(failure) { throw failure }
    }

    /// The link of each name, in order; nil where there is none.
    ///
    /// From Linux 6.7 on the answer waits until a change of carrier is complete, so that a link that
    /// is said to be running can be used at once.
    public func links(named names: [String]) throws(NetlinkError) -> [Link?] {
        let replies = try socket.exchange(names.map(linkQuery))
        for failure in replies.compactMap(\.failure) where !failure.isNotFound { throw failure }
        return replies.map { $0.messages.compactMap(Link.init).first }
    }

    /// The link of a name; nil when there is none.
    public func link(named name: String) throws(NetlinkError) -> Link? { try links(named: [name])[0] }

    /// All links.
    public func links() throws(NetlinkError) -> [Link] {
        try list("links", RTM_GETLINK, ifinfomsg()).compactMap(Link.init)
    }

    /// All IPv4 addresses of interfaces.
    public func addresses() throws(NetlinkError) -> [InterfaceAddress] {
        var header = ifaddrmsg()
        header.ifa_family = UInt8(AF_INET)
        return try list("addresses", RTM_GETADDR, header).compactMap(InterfaceAddress.init)
    }

    /// The IPv4 routes of the main table.
    public func routes() throws(NetlinkError) -> [Route] {
        var header = rtmsg()
        header.rtm_family = UInt8(AF_INET)
        return try list("routes", RTM_GETROUTE, header).compactMap(Route.init)
    }

    // A list that changed while it was read is read again, a few times: with many stacks coming up at
    // once, the last reading is still good enough for what is asked of it.
    private func list(_ what: String, _ type: Int, _ header: some BitwiseCopyable & Sendable)
        throws(NetlinkError) -> [ReceivedMessage]
    {
        let request = NetlinkSocket.Request(name: "list \(what)") { sequence in
            let message = NetlinkMessage(type: type, flags: NLM_F_DUMP)
            message.append(header)
            return message.bytes(sequence: sequence)
        }
        var reply = NetlinkSocket.Reply()
        for _ in 0..<8 {
            reply = try socket.exchange([request])[0]
            if let failure = reply.failure { throw failure }
            if !reply.isInconsistent { break }
        }
        return reply.messages
    }
}

private func linkQuery(_ name: String) -> NetlinkSocket.Request {
    NetlinkSocket.Request(name: "look up interface \"\(name)\"") { sequence in
        let message = NetlinkMessage(type: RTM_GETLINK, flags: NLM_F_ACK)
        message.append(ifinfomsg())
        message.put(Int(IFLA_IFNAME), name)
        return message.bytes(sequence: sequence)
    }
}

/// Changes of links in the calling thread's namespace, from the moment it is made.
public struct LinkChanges: Sendable {
    private let socket: NetlinkSocket

    /// Begins to listen; a wait for a change ends after so many seconds without any.
    public init(waitingAtMost seconds: Int) throws(NetlinkError) {
        socket = try NetlinkSocket(protocol: NETLINK_ROUTE)
        try socket.join(group: Int32(RTNLGRP_LINK.rawValue), waitingAtMost: seconds)
    }

    /// Waits for the next change and returns the links as they are after it; empty when the time is up.
    public func next() throws(NetlinkError) -> [Link] { try socket.receive().compactMap(Link.init) }
}
