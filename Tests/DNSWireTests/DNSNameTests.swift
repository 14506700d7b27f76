import Testing

@testable import DNSWire

@Suite("Domain names")
struct DNSNameTests {
    @Test("case does not matter for equality, and is kept")
    func caseInsensitive() throws {
        let name = try DNSName("Mixed.Case_Name")
        #expect(try name == DNSName("mixed.case_name."))
        #expect(try name.hashValue == DNSName("MIXED.CASE_NAME").hashValue)
        #expect(name.description == "Mixed.Case_Name.")
    }

    @Test(
        "only ASCII letters are folded", arguments: [("a@", "a`"), ("a[", "a{"), ("ä", "Ä"), ("ab", "a.b")])
    func different(left: String, right: String) throws {
        #expect(try DNSName(left) != DNSName(right))
    }

    @Test(
        "names beyond the limits are refused",
        arguments: [
            "a..b", ".a", "a..", String(repeating: "a", count: 64),
            Array(repeating: String(repeating: "a", count: 63), count: 4).joined(separator: "."),
        ])
    func invalid(text: String) {
        #expect(throws: DNSError.invalidName) { try DNSName(text) }
    }

    @Test("the longest label and the longest name are taken")
    func limits() throws {
        let label = String(repeating: "a", count: 63)
        let longest = [label, label, label, String(label.dropLast(2))].joined(separator: ".")
        #expect(try DNSName(longest).labels.count == 4)
        #expect(throws: DNSError.invalidName) { try DNSName(longest).appending(DNSName("x")) }
    }

    @Test("the root is an empty list of labels", arguments: ["", "."])
    func root(text: String) throws {
        #expect(try DNSName(text) == .root)
        #expect(DNSName.root.description == ".")
    }

    @Test("bytes that are not printable are escaped")
    func escapes() throws {
        #expect(try DNSName(labels: [[0x2e, 0x5c, 0x07, 0xc3]]).description == #"\.\\\007\195."#)
    }

    @Test(
        "a name is inside itself and the names it ends with",
        arguments: [
            ("a.localhost", "localhost", true), ("localhost", "LOCALHOST", true),
            ("notlocalhost", "localhost", false),
            ("localhost", "a.localhost", false), ("a", "", true),
        ])
    func inside(name: String, other: String, expected: Bool) throws {
        #expect(try DNSName(name).isInside(DNSName(other)) == expected)
    }
}

@Suite("Addresses")
struct IPAddressTests {
    @Test(
        "text becomes the bytes of the wire",
        arguments: [
            ("172.18.0.2", "ac 12 00 02"), ("0.0.0.0", "00 00 00 00"), ("255.255.255.255", "ff ff ff ff"),
            ("::", "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"),
            ("fd00::a:2", "fd 00 00 00 00 00 00 00 00 00 00 00 00 0a 00 02"),
            ("1:2:3:4:5:6:7:8", "00 01 00 02 00 03 00 04 00 05 00 06 00 07 00 08"),
            ("::ffff:10.0.0.1", "00 00 00 00 00 00 00 00 00 00 ff ff 0a 00 00 01"),
        ])
    func parses(text: String, bytes: String) throws {
        #expect(try IPAddress(text).bytes == hex(bytes))
        #expect(try IPAddress(bytes: hex(bytes)) == IPAddress(text))
    }

    @Test(
        "other text is refused",
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.x", "1.2..4", " 1.2.3.4", "1.2.3.+4",
            "1:2:3:4:5:6:7",
            "1::2::3", "1:2:3:4:5:6:7:8:9", "::12345", ":::", "fe80::1%eth0", "1:2:3:4::5:6:7:8", "+1::",
        ])
    func invalid(text: String) {
        #expect(throws: DNSError.invalidAddress) { try IPAddress(text) }
    }

    @Test(
        "reverse names lead back to addresses",
        arguments: [
            ("2.0.18.172.in-addr.arpa", "172.18.0.2"), ("1.0.0.127.IN-ADDR.ARPA.", "127.0.0.1"),
            ("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa", "fd00::1"),
        ])
    func reverse(name: String, address: String) throws {
        #expect(try IPAddress(reverse: DNSName(name)) == IPAddress(address))
    }

    @Test(
        "names that only look like reverse names have no address",
        arguments: [
            "18.172.in-addr.arpa", "x.0.18.172.in-addr.arpa", "2.0.18.300.in-addr.arpa",
            "2.0.18.172.in-addr.example",
            "12.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa", "web",
        ])
    func notReverse(name: String) throws {
        #expect(try IPAddress(reverse: DNSName(name)) == nil)
    }
}
