import Testing

@testable import BerthLoader

@Suite("Texts with a grammar of their own")
struct TextTests {
    @Test(
        "a duration is printed as Go prints it",
        arguments: [
            ("0", "0s"), ("90s", "1m30s"), ("10ms", "10ms"), ("1h5m30s20ms", "1h5m30.02s"),
            ("1d2h", "26h0m0s"),
            ("2w3d", "408h0m0s"), ("1.5h", "1h30m0s"), ("1.s", "1s"), (".5s", "500ms"), ("-1s", "-1s"),
            ("+1s", "1s"),
            ("1s1s", "2s"), ("1ms1us", "1.001ms"), ("9223372036s", "2562047h47m16s"), ("1us", "1µs"),
            ("3ns", "3ns"),
            ("1.5µs", "1.5µs"), ("100ns", "100ns"),
        ])
    func durations(text: String, printed: String) throws { #expect(try DurationText(text).text == printed) }

    @Test(
        "what is no duration is refused",
        arguments: [
            "", "s", "30", "1x", "1S", " 1s", "1s ", "abc", "1e3s", "-", "1..5s", "292y", "99999999999999s",
        ])
    func wrongDurations(text: String) { #expect(throws: Malformed.self) { try DurationText(text) } }

    static let sizeTexts: [(String, Int64)] = [
        ("2b", 2), ("1024kb", 1_048_576), ("300m", 314_572_800), ("1g", 1_073_741_824),
        ("1GiB", 1_073_741_824), ("1.5k", 1536), ("12", 12), ("32 MB", 33_554_432),
        ("1T", 1_099_511_627_776), (".5k", 512), ("1.", 1), ("1e3", 1000), ("1_000k", 1_024_000),
        ("99999999p", Int64.min),
    ]

    @Test("sizes are multiples of 1024, and what is too large is the smallest number", arguments: sizeTexts)
    func sizes(text: String, bytes: Int64) throws { #expect(try ByteSize(text).bytes == bytes) }

    @Test(
        "what is no size is refused",
        arguments: ["", "k", "-1", "1x", "1  k", "Gi", "1kk", "1,5k", "_1", "0x10", "1e"])
    func wrongSizes(text: String) { #expect(throws: Malformed.self) { try ByteSize(text) } }

    @Test(
        "a command line is split by blanks, quotes and backslashes",
        arguments: [
            (#"echo "a b""#, ["echo", "a b"]), (#"echo "a\"b""#, ["echo", "a\"b"]), ("", []),
            ("a\tb", ["a", "b"]),
            (#"echo "a"b"#, ["echo", "ab"]), (#"echo a"b c"d"#, ["echo", "ab cd"]),
            (#"echo "\n""#, ["echo", "n"]),
            (#"echo '\n'"#, ["echo", #"\n"#]), ("echo ''", ["echo", ""]),
            ("echo $(a b)", ["echo", "$(a b)"]),
            ("echo #c", ["echo", "#c"]), ("'a;b' \"c&d\"", ["a;b", "c&d"]), (#"a\ b"#, ["a b"]),
            ("  a  ", ["a"]),
            ("echo {a,b}", ["echo", "{a,b}"]), (#"a\;b"#, ["a;b"]),
        ])
    func words(line: String, words: [String]) throws { #expect(try ShellWords(line).words == words) }

    @Test(
        "a command line ends before the first operator of a shell, and the rest is known",
        arguments: [
            ("a; b", ["a"], "; b"), ("a && b", ["a"], "&& b"), ("a b|c", ["a", "b"], "|c"),
            ("a ''> b", ["a", ""], "> b"), ("a 2>&1", ["a"], ">&1"), ("a 2x>b", ["a"], ">b"),
            ("a x2>b", ["a", "x2"], ">b"), ("a 2<b", ["a", "2"], "<b"), ("; a", [], "; a"),
            ("a $(b;c) ;d", ["a", "$(b;c)"], ";d"), ("a 'b;c' & 'd", ["a", "b;c"], "& 'd"),
        ])
    func shellOperators(line: String, words: [String], dropped: String) throws {
        let split = try ShellWords(line)
        #expect(split.words == words)
        #expect(split.dropped == dropped)
    }

    @Test(
        "a command line with an open quote or parenthesis is refused",
        arguments: ["(a)", "a 'b", "a \"b", "a\\", "a $(b", "a )"])
    func shellSyntax(line: String) { #expect(throws: Malformed.self) { try ShellWords(line) } }

    @Test(
        "a port is address, host port, container port and protocol",
        arguments: [
            ("80", "", nil, 80...80, "tcp"), ("127.0.0.1:1-2:3-4", "127.0.0.1", 1...2, 3...4, "tcp"),
            ("[::1]:6001:6001", "::1", 6001...6001, 6001...6001, "tcp"),
            ("::1:60:61", "::1", 60...60, 61...61, "tcp"),
            ("127.0.0.1::80", "127.0.0.1", nil, 80...80, "tcp"), (":80", "", nil, 80...80, "tcp"),
            ("80-90:80/UDP", "", 80...90, 80...80, "udp"), ("0:80", "", 0...0, 80...80, "tcp"),
        ] as [(String, String, ClosedRange<Int>?, ClosedRange<Int>, String)])
    func ports(
        text: String, address: String, published: ClosedRange<Int>?, target: ClosedRange<Int>,
        transport: String
    ) throws {
        let port = try PortText(text)
        #expect(port.address == address)
        #expect(port.published == published)
        #expect(port.target == target)
        #expect(port.transport == transport)
    }

    @Test(
        "what is no port is refused",
        arguments: [
            "", ":", "80:", "80:0", "80:abc", "1e3:80", "+80:80", "-80:80", "80 :80", "80:80 ", "65536",
            "1:2:3",
            "80:80:80:80", "host:80:80", "[::1]:80", "::1:80", "1-3:1-2", "5-4", "80/icmp", "1-2-3",
            "010.0.0.1:1:1",
        ])
    func wrongPorts(text: String) { #expect(throws: Malformed.self) { try PortText(text) } }

    @Test(
        "a mount is source, target and modes",
        arguments: [
            ("/data", nil, "/data", [], false), ("v:/v", "v", "/v", [], false),
            ("./a:/b:ro", "./a", "/b", ["ro"], true),
            ("~/a:/b", "~/a", "/b", [], true), ("name:/t:ro,nocopy", "name", "/t", ["ro", "nocopy"], false),
            (#"C:\foo:/t"#, #"C:\foo"#, "/t", [], true), (#"c:\:d:\"#, #"c:\"#, #"d:\"#, [], true),
            ("..:/t", "..", "/t", [], true), (":", nil, ":", [], false),
        ] as [(String, String?, String, [String], Bool)])
    func mounts(text: String, source: String?, target: String, modes: [String], isBind: Bool) throws {
        let mount = try VolumeText(text)
        #expect(mount.source == source)
        #expect(mount.target == target)
        #expect(mount.modes == modes)
        #expect(mount.isBind == isBind)
    }

    @Test("what is no mount is refused", arguments: ["", "/a::ro", "name:", "name::", "/a:/b:ro:z"])
    func wrongMounts(text: String) { #expect(throws: Malformed.self) { try VolumeText(text) } }

    @Test(
        "addresses are told from other texts",
        arguments: [
            ("127.0.0.1", true), ("::", true), ("::1", true), ("fe80::1%eth0", true),
            ("1:2:3:4:5:6:7:8", true),
            ("::ffff:10.0.0.1", true), ("1.2.3", false), ("1.2.3.256", false), ("01.2.3.4", false),
            ("1::2::3", false),
            ("12345::", false), ("g::", false), ("", false), ("1:2:3:4:5:6:7", false), (":", false),
        ])
    func addresses(text: String, isAddress: Bool) { #expect((IPAddress(text) != nil) == isAddress) }

    @Test(
        "a near name is suggested, a far one is not",
        arguments: [
            ("imgae", "image"), ("Image", "image"), ("enviroment", "environment"), ("port", "ports"),
            ("volums", "volumes"), ("xyz", nil), ("i", nil),
        ] as [(String, String?)])
    func suggestions(name: String, meant: String?) {
        #expect(suggestion(for: name, among: ["image", "environment", "ports", "volumes"]) == meant)
    }

    @Test(
        "paths are cleaned without asking the file system",
        arguments: [
            ("a", "/p/a"), ("./a/", "/p/a"), ("../a", "/a"), ("../../../a", "/a"), ("/x//y/./z/..", "/x/y"),
            ("~/a", "/h/a"),
            ("~", "/h"), ("~a", "/p/~a"), (".", "/p"),
        ])
    func paths(path: String, resolved: String) {
        #expect(Paths.resolve(path, in: "/p", home: "/h") == resolved)
    }

    @Test(
        "numbers become the texts that Go makes of them",
        arguments: [
            ("1.0", "1"), ("999999.5", "999999.5"), ("1e6", "1e+06"), ("1234567.5", "1.2345675e+06"),
            ("0.00001", "1e-05"), ("-2.50", "-2.5"), (".inf", "+Inf"), ("-.inf", "-Inf"), (".nan", "NaN"),
            ("100000000000000000000", "1e+20"),
        ])
    func numbers(number: String, text: String) throws {
        #expect(try canonicalJSON("environment: {A: \(number)}") == #"{"A":"\#(text)"}"#)
    }
}
