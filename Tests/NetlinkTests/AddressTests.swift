import Foundation
import LinuxSystem
import Testing

@Suite("Addresses")
struct AddressTests {
    @Test(
        "an IPv4 address is written as it was read",
        arguments: ["0.0.0.0", "10.1.2.3", "255.255.255.255", "127.0.0.11"])
    func addresses(text: String) throws {
        let address = try IPv4Address(text)
        #expect(address.description == text)
        #expect(address.octets.map(String.init).joined(separator: ".") == text)
    }

    @Test(
        "what is not four plain octets is refused",
        arguments: [
            "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.1.1.1", "01.2.3.4", "+1.2.3.4",
            "1.2.3.4 ", "0x1.2.3.4", "1.2.3.-4", "::1", "١.2.3.4", "1.2.3.99999999999",
        ])
    func notAddresses(text: String) {
        #expect(throws: AddressError.self) { try IPv4Address(text) }
    }

    @Test("addresses and subnets are ordered by number")
    func order() throws {
        let addresses = try ["10.0.0.10", "10.0.0.9", "9.255.0.0"].map(IPv4Address.init).sorted()
        #expect(addresses.map(\.description) == ["9.255.0.0", "10.0.0.9", "10.0.0.10"])
        let subnets = try ["10.0.1.0/24", "10.0.0.0/24", "10.0.0.0/8"].map(CIDRv4.init).sorted()
        #expect(subnets.map(\.description) == ["10.0.0.0/8", "10.0.0.0/24", "10.0.1.0/24"])
    }

    @Test(
        "a subnet knows its addresses",
        arguments: [
            ("10.1.2.0/24", "10.1.2.255", 254), ("10.1.2.4/30", "10.1.2.7", 2),
            ("10.1.2.4/31", "10.1.2.5", 0),
            ("10.1.2.4/32", "10.1.2.4", 0), ("0.0.0.0/0", "255.255.255.255", 4_294_967_294),
        ])
    func subnets(text: String, last: String, hosts: Int) throws {
        let subnet = try CIDRv4(text)
        #expect(subnet.description == text)
        #expect(subnet.last.description == last)
        #expect(subnet.hosts.count == hosts)
        #expect(subnet.contains(subnet.network) && subnet.contains(subnet.last))
        #expect(subnet.overlaps(subnet))
    }

    @Test(
        "what is not a subnet is refused",
        arguments: [
            "10.1.2.0", "10.1.2.0/", "10.1.2.0/33", "10.1.2.0/-1", "10.1.2.1/24", "10.1.2.0/24/1", "/24",
            "a/24",
        ])
    func notSubnets(text: String) {
        #expect(throws: AddressError.self) { try CIDRv4(text) }
    }

    @Test("a slip in a subnet is answered with the subnet that was meant")
    func slip() {
        let error = #expect(throws: AddressError.self) { try CIDRv4("10.1.2.3/24") }
        #expect(error?.description == "\"10.1.2.3/24\" is not an IPv4 subnet; 10.1.2.0/24 would be one")
    }

    @Test(
        "overlap is mutual",
        arguments: [
            ("10.0.0.0/8", "10.1.2.0/24", true), ("10.1.2.0/24", "10.1.3.0/24", false),
            ("10.1.2.0/23", "10.1.3.0/24", true), ("0.0.0.0/0", "192.168.1.1/32", true),
        ])
    func overlap(one: String, other: String, expected: Bool) throws {
        #expect(try CIDRv4(one).overlaps(CIDRv4(other)) == expected)
        #expect(try CIDRv4(other).overlaps(CIDRv4(one)) == expected)
    }

    @Test(
        "a hardware address has three written forms",
        arguments: ["02:be:0a:01:02:ff", "02-BE-0A-01-02-FF", "02be.0a01.02ff"])
    func hardwareForms(text: String) throws {
        let address = try MACAddress(text)
        #expect(address.description == "02:be:0a:01:02:ff")
        #expect(!address.isMulticast)
    }

    @Test("an address of many interfaces is known by its first octet")
    func multicast() throws { #expect(try MACAddress("01:00:5e:00:00:01").isMulticast) }

    @Test("a hardware address is read, written, and made from an IPv4 address")
    func hardware() throws {
        let address = try MACAddress("02:be:0a:01:02:ff")
        #expect(address == MACAddress(for: try IPv4Address("10.1.2.255")))
        #expect(address.description == "02:be:0a:01:02:ff")
        #expect(try MACAddress("02:be:00:00:00:00") < address)
        #expect(MACAddress(octets: [1, 2, 3]) == nil)
    }

    @Test(
        "what is not a hardware address is refused",
        arguments: [
            "", "02:be:0a:01:02", "02:be:0a:01:02:ff:00", "2:be:0a:01:02:ff", "02-be:0a-01:02-ff",
            "0g:be:0a:01:02:ff", "+2:be:0a:01:02:ff", "02be.0a01", "02be.0a01.+2ff", "0:2:b:e:0:a",
        ])
    func notHardware(text: String) {
        #expect(throws: AddressError.self) { try MACAddress(text) }
    }
}
