import LinuxSystem
import Testing

@testable import Netlink

private let linkAnswer = bytes(
    """
    44000000 1000 0000 09000000 00000000  RTM_NEWLINK
    00 00 0100 05000000 01000000 00000000  index 5, IFF_UP
    0900 0300 62722d3100 000000  IFLA_IFNAME br-1
    0500 1000 06 000000  IFLA_OPERSTATE up
    1000 1280  IFLA_LINKINFO, nested
      0b00 0100 62726964676500 00  IFLA_INFO_KIND bridge
    2c000000 0200 0003 0a000000 00000000  NLMSG_ERROR, ACK_TLVS, CAPPED
    efffffff 00000000 1000 0506 0a000000 00000000  EEXIST for request 10
    0800 0100 6e6f2100  NLMSGERR_ATTR_MSG "no!"
    """)

@Suite("Netlink messages")
struct MessageTests {
    @Test("a bridge as the kernel reads it")
    func bridge() throws {
        let bridge = Bridge(name: "br-1", address: try MACAddress("02:be:0a:01:02:03"), group: 0x8000_0007)
        expect(
            .createBridge(bridge),
            """
            64000000 1000 0506 09000000 00000000  length, RTM_NEWLINK, REQUEST ACK EXCL CREATE, number 9
            00 00 0000 00000000 00000000 00000000  ifinfomsg: nothing set
            0900 0300 62722d3100 000000  IFLA_IFNAME br-1
            0a00 0100 02be0a010203 0000  IFLA_ADDRESS
            0800 1b00 07000080  IFLA_GROUP
            2400 1280  IFLA_LINKINFO, nested
              0b00 0100 62726964676500 00  IFLA_INFO_KIND bridge
              1400 0280  IFLA_INFO_DATA, nested
                0800 0100 00000000  IFLA_BR_FORWARD_DELAY
                0800 0500 00000000  IFLA_BR_STP_STATE
            """)
    }

    @Test("a pair whose other end is in another namespace")
    func pair() throws {
        let pair = VethPair(
            name: "eth0", index: 100, address: try MACAddress("02:be:0a:01:02:03"),
            peer: .init(name: "v1", group: 5, namespace: 17))
        expect(
            .createPair(pair),
            """
            78000000 1000 0506 09000000 00000000
            00 00 0000 64000000 01000000 01000000  ifinfomsg: index 100, IFF_UP
            0900 0300 6574683000 000000  IFLA_IFNAME eth0
            0a00 0100 02be0a010203 0000  IFLA_ADDRESS
            4000 1280  IFLA_LINKINFO, nested
              0900 0100 7665746800 000000  IFLA_INFO_KIND veth
              3000 0280  IFLA_INFO_DATA, nested
                2c00 0180  VETH_INFO_PEER, nested
                  00 00 0000 00000000 00000000 00000000  ifinfomsg
                  0700 0300 763100 00  IFLA_IFNAME v1
                  0800 1b00 05000000  IFLA_GROUP
                  0800 1c00 11000000  IFLA_NET_NS_FD
            """)
    }

    @Test("an address, a route, and the deletion of a group")
    func others() throws {
        expect(
            .addAddress(try IPv4Address("10.1.2.3"), prefixLength: 24, interface: 100),
            """
            30000000 1400 0506 09000000 00000000
            02 18 00 00 64000000  ifaddrmsg: AF_INET, 24 bits, interface 100
            0800 0200 0a010203  IFA_LOCAL
            0800 0100 0a010203  IFA_ADDRESS
            0800 0400 0a0102ff  IFA_BROADCAST
            """)
        expect(
            .addDefaultRoute(gateway: try IPv4Address("10.1.2.1")),
            """
            24000000 1800 0506 09000000 00000000
            02 00 00 00 fe 04 00 01 00000000  rtmsg: AF_INET, main table, static, universe, unicast
            0800 0500 0a010201  RTA_GATEWAY
            """)
        expect(
            .deleteLinks(group: 0x8000_0007),
            """
            28000000 1100 0500 09000000 00000000
            00 00 0000 00000000 00000000 00000000
            0800 1b00 07000080  IFLA_GROUP
            """)
    }

    @Test("an answer is taken apart: a link, and a refusal with the kernel's words")
    func answer() throws {
        let messages = ReceivedMessage.split(linkAnswer)
        #expect(messages.map(\.sequence) == [9, 10])
        let link = try #require(Link(messages[0]))
        #expect(
            link.name == "br-1" && link.index == 5 && link.kind == "bridge" && link.isUp && link.isRunning)
        #expect(link.master == nil && link.address == nil && link.group == 0)
        #expect(messages[0].outcome == nil)
        #expect(messages[1].outcome == .init(code: 17, explanation: "no!"))
        let error = NetlinkError(code: 17, request: "create bridge \"br-1\"", explanation: "no!")
        #expect(error.description == "create bridge \"br-1\": File exists (no!)")
        #expect(error.isAlreadyThere && !error.isNotFound)
    }

    @Test("an answer cut off anywhere is read as far as it goes", arguments: linkAnswer.indices)
    func truncated(length: Int) {
        for message in ReceivedMessage.split(Array(linkAnswer[..<length])) {
            _ = (Link(message), Route(message), InterfaceAddress(message), message.outcome)
        }
        let cutInside = ReceivedMessage(
            type: 16, flags: 0, sequence: 0, payload: Array(linkAnswer.dropFirst(16).prefix(length)))
        _ = (Link(cutInside), Route(cutInside), InterfaceAddress(cutInside))
    }

    @Test(
        "lengths that lie do not lead out of the message", arguments: linkAnswer.indices,
        [0, 1, 3, 127, 255] as [UInt8])
    func lies(position: Int, value: UInt8) {
        var bytes = linkAnswer
        bytes[position] = value
        for message in ReceivedMessage.split(bytes) {
            _ = (Link(message), Route(message), InterfaceAddress(message), message.outcome)
        }
    }

    private func expect(
        _ request: RouteRequest, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(request.bytes(sequence: 9) == bytes(text), sourceLocation: sourceLocation)
    }
}

/// The bytes of an annotated text: hexadecimal digits up to two blanks after the indentation of each line.
private func bytes(_ text: String) -> [UInt8] {
    text.split(separator: "\n").flatMap { line in
        let code = line.drop { $0 == " " }.split(separator: "  ", maxSplits: 1).first ?? ""
        let digits = Array(code.filter { $0 != " " })
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
    }
}
