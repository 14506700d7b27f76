internal import CNetlinkRoute
internal import LinuxSystem

extension RouteRequest {
    /// The message of the request (rtnetlink(7)).
    func bytes(sequence: UInt32) -> [UInt8] {
        switch self {
        case .createBridge(let bridge): bridge.message.bytes(sequence: sequence)
        case .createPair(let pair): pair.message.bytes(sequence: sequence)
        case .connect(let port, let bridge): connectMessage(port, bridge).bytes(sequence: sequence)
        case .setUp(let interface): setUpMessage(interface).bytes(sequence: sequence)
        case .setHairpin(let port): hairpinMessage(port).bytes(sequence: sequence)
        case .addAddress(let address, let length, let interface):
            addressMessage(address, UInt8(clamping: length), interface).bytes(sequence: sequence)
        case .addDefaultRoute(let gateway): routeMessage(gateway).bytes(sequence: sequence)
        case .deleteLink(let name):
            deletionMessage { $0.put(Int(IFLA_IFNAME), name) }.bytes(sequence: sequence)
        case .deleteLinks(let group):
            deletionMessage { $0.put(Int(IFLA_GROUP), group) }.bytes(sequence: sequence)
        }
    }
}

private let creating = NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL

private func settingUp(_ interface: Int32 = 0) -> ifinfomsg {
    var header = ifinfomsg()
    header.ifi_index = interface
    header.ifi_flags = UInt32(IFF_UP.rawValue)
    header.ifi_change = UInt32(IFF_UP.rawValue)
    return header
}

private func setUpMessage(_ interface: Int32) -> NetlinkMessage {
    let message = NetlinkMessage(type: RTM_NEWLINK, flags: NLM_F_ACK)
    message.append(settingUp(interface))
    return message
}

private func connectMessage(_ port: String, _ bridge: Int32) -> NetlinkMessage {
    let message = NetlinkMessage(type: RTM_NEWLINK, flags: NLM_F_ACK)
    message.append(settingUp())
    message.put(Int(IFLA_IFNAME), port)
    message.put(Int(IFLA_MASTER), bridge)
    return message
}

private func hairpinMessage(_ port: String) -> NetlinkMessage {
    let message = NetlinkMessage(type: RTM_NEWLINK, flags: NLM_F_ACK)
    message.append(ifinfomsg())
    message.put(Int(IFLA_IFNAME), port)
    message.nest(Int(IFLA_LINKINFO)) { info in
        info.put(Int(IFLA_INFO_SLAVE_KIND), "bridge")
        info.nest(Int(IFLA_INFO_SLAVE_DATA)) { $0.put(Int(IFLA_BRPORT_MODE), UInt8(1)) }
    }
    return message
}

private func addressMessage(_ address: IPv4Address, _ length: UInt8, _ interface: Int32) -> NetlinkMessage {
    let message = NetlinkMessage(type: RTM_NEWADDR, flags: creating)
    var header = ifaddrmsg()
    header.ifa_family = UInt8(AF_INET)
    header.ifa_prefixlen = length
    header.ifa_index = UInt32(bitPattern: interface)
    message.append(header)
    let broadcast = CIDRv4(containing: address, prefixLength: Int(length)).last
    message.put(Int(IFA_LOCAL), address.octets)
    message.put(Int(IFA_ADDRESS), address.octets)
    message.put(Int(IFA_BROADCAST), broadcast.octets)
    return message
}

private func routeMessage(_ gateway: IPv4Address) -> NetlinkMessage {
    let message = NetlinkMessage(type: RTM_NEWROUTE, flags: creating)
    var header = rtmsg()
    header.rtm_family = UInt8(AF_INET)
    header.rtm_table = UInt8(RT_TABLE_MAIN.rawValue)
    header.rtm_protocol = UInt8(RTPROT_STATIC)
    header.rtm_scope = UInt8(RT_SCOPE_UNIVERSE.rawValue)
    header.rtm_type = UInt8(RTN_UNICAST)
    message.append(header)
    message.put(Int(RTA_GATEWAY.rawValue), gateway.octets)
    return message
}

private func deletionMessage(_ selection: (borrowing NetlinkMessage) -> Void) -> NetlinkMessage {
    let message = NetlinkMessage(type: RTM_DELLINK, flags: NLM_F_ACK)
    message.append(ifinfomsg())
    selection(message)
    return message
}

extension Bridge {
    fileprivate var message: NetlinkMessage {
        let message = NetlinkMessage(type: RTM_NEWLINK, flags: creating)
        message.append(ifinfomsg())
        message.put(Int(IFLA_IFNAME), name)
        message.put(Int(IFLA_ADDRESS), address.octets)
        message.put(Int(IFLA_GROUP), group)
        message.nest(Int(IFLA_LINKINFO)) { info in
            info.put(Int(IFLA_INFO_KIND), "bridge")
            info.nest(Int(IFLA_INFO_DATA)) { data in
                data.put(Int(IFLA_BR_FORWARD_DELAY), UInt32(0))
                data.put(Int(IFLA_BR_STP_STATE), UInt32(0))
            }
        }
        return message
    }
}

extension VethPair {
    // The kernel sets only the end here up: IFF_UP for the peer is ENOTCONN.
    fileprivate var message: NetlinkMessage {
        let message = NetlinkMessage(type: RTM_NEWLINK, flags: creating)
        message.append(settingUp(index))
        message.put(Int(IFLA_IFNAME), name)
        message.put(Int(IFLA_ADDRESS), address.octets)
        message.nest(Int(IFLA_LINKINFO)) { info in
            info.put(Int(IFLA_INFO_KIND), "veth")
            info.nest(Int(IFLA_INFO_DATA)) { data in
                data.nest(Int(VETH_INFO_PEER)) { peer.encode(into: $0) }
            }
        }
        return message
    }
}

extension VethPair.Peer {
    fileprivate func encode(into message: borrowing NetlinkMessage) {
        message.append(ifinfomsg())
        message.put(Int(IFLA_IFNAME), name)
        message.put(Int(IFLA_GROUP), group)
        message.put(Int(IFLA_NET_NS_FD), UInt32(bitPattern: namespace))
    }
}
