import BerthModel
import NIOCore
import Testing

@testable import BerthNames

@Suite("Resolver files")
struct ResolverFilesTests {
    @Test(
        "a container's resolv.conf keeps the host's search list and options",
        arguments: [
            ("nameserver 10.0.0.1\n", "options ndots:0\n"),
            ("", "options ndots:0\n"),
            (
                "search corp.example.com example.com\nnameserver 10.0.0.1\n",
                "search corp.example.com example.com\noptions ndots:0\n"
            ),
            ("domain example.com\n", "search example.com\noptions ndots:0\n"),
            ("search a b\nsearch c\n", "search c\noptions ndots:0\n"),
            ("nameserver 127.0.0.53\noptions edns0 trust-ad\nsearch .\n", "options edns0 trust-ad ndots:0\n"),
            ("options ndots:2 timeout:1\noptions rotate\n", "options ndots:2 timeout:1 rotate\n"),
            (
                "# search no\n; options ndots:9\n  \nbogus line\nsortlist 1.2.3.4\n\tsearch\tx  y\n",
                "search x y\noptions ndots:0\n"
            ),
            ("search a\r\nnameserver 10.0.0.1\r\n", "search a\noptions ndots:0\n"),
        ])
    func resolvConf(host: String, expected: String) {
        #expect(ResolverConfiguration(host).forContainer == "nameserver 127.0.0.11\n" + expected)
    }

    @Test(
        "what a service says of servers, domains and options takes the place of what the host says, each as a whole",
        arguments: [
            (NameResolution(), "search host\noptions rotate ndots:0\n"),
            (.with { $0.searchDomains = ["a.b", "c"] }, "search a.b c\noptions rotate ndots:0\n"),
            (.with { $0.searchDomains = ["."] }, "options rotate ndots:0\n"),
            (.with { $0.options = ["timeout:3"] }, "search host\noptions timeout:3 ndots:0\n"),
            (.with { $0.options = ["ndots:2"] }, "search host\noptions ndots:2\n"),
            (.with { $0.servers = ["10.0.0.2"] }, "search host\noptions rotate ndots:0\n"),
        ])
    func overridden(service: NameResolution, expected: String) {
        let host = ResolverConfiguration("nameserver 10.0.0.1\nsearch host\noptions rotate\n")
        let resolver = host.overridden(by: service)
        #expect(resolver.forContainer == "nameserver 127.0.0.11\n" + expected)
        #expect(resolver.servers == (service.servers.isEmpty ? ["10.0.0.1"] : service.servers))
    }

    @Test("only a host that sets ndots makes the container's resolver search")
    func ndots() {
        #expect(ResolverConfiguration("options ndots:2").setsNdots)
        #expect(!ResolverConfiguration("options edns0").setsNdots)
    }

    @Test(
        "the host's servers are taken in order, three at most, without repetitions and nonsense",
        arguments: [
            (
                "nameserver 10.0.0.1\nnameserver 10.0.0.2 extra\nnameserver 10.0.0.1\n",
                ["10.0.0.1:53", "10.0.0.2:53"]
            ),
            ("nameserver ns.example.com\nnameserver\nnameserver 1.2.3\n", []),
            (
                "nameserver 1.1.1.1\nnameserver ::1\nnameserver 2.2.2.2\nnameserver 3.3.3.3",
                ["1.1.1.1:53", "[::1]:53", "2.2.2.2:53"]
            ),
            ("nameserver fe80::1%lo\n", ["[fe80::1]:53"]),
            ("nameserver example.com%lo\n", []),
        ])
    func servers(host: String, expected: [String]) {
        let upstreams = Upstreams(ResolverConfiguration(host), NameServer.Configuration())
        #expect(
            upstreams.addresses.map { address in
                let text = address.ipAddress ?? ""
                return text.contains(":") ? "[\(text)]:\(address.port ?? 0)" : "\(text):\(address.port ?? 0)"
            } == expected)
    }

    @Test("all servers together are asked within less than five seconds", arguments: 1...3)
    func patience(count: Int) {
        let text = (1...count).map { "nameserver 10.0.0.\($0)" }.joined(separator: "\n")
        let patience = Upstreams(ResolverConfiguration(text), NameServer.Configuration()).patience
        #expect(patience * count < .seconds(5))
        #expect(patience >= .milliseconds(1500))
    }

    @Test("a hosts file has localhost, the container on each network, and the host")
    func hosts() {
        let file = HostsFile(hostname: "web", addresses: ["172.18.0.2", "172.19.0.2"], gateway: "172.18.0.1")
        #expect(
            file.text == """
                127.0.0.1\tlocalhost
                ::1\tlocalhost ip6-localhost ip6-loopback
                fe00::\tip6-localnet
                ff00::\tip6-mcastprefix
                ff02::1\tip6-allnodes
                ff02::2\tip6-allrouters
                172.18.0.2\tweb
                172.19.0.2\tweb
                172.18.0.1\thost.docker.internal

                """)
    }

    @Test(
        "the names of a container are with its domain and without",
        arguments: [
            ("web", nil, "web"), ("web", "example.org", "web.example.org web"),
            ("web.example.org", nil, "web.example.org web"), ("web", "", "web"),
        ] as [(String, String?, String)])
    func domain(hostname: String, domain: String?, expected: String) {
        var file = HostsFile(hostname: hostname, addresses: ["172.18.0.2"], gateway: nil)
        file.domain = domain
        #expect(file.text.hasSuffix("\n172.18.0.2\t\(expected)\n"))
    }

    @Test("names that are given come first, each address in a line, the host's by its word")
    func given() {
        var file = HostsFile(hostname: "web", addresses: ["172.18.0.2"], gateway: "172.18.0.1")
        file.extraHosts = [
            .init("a", at: "1.2.3.4"), .init("a", at: "fd00::1"), .init("gate", at: "host-gateway"),
            .init("host.docker.internal", at: "5.6.7.8"),
        ]
        let lines = ["1.2.3.4\ta", "fd00::1\ta", "172.18.0.1\tgate", "5.6.7.8\thost.docker.internal"]
        #expect(file.text.hasSuffix((lines + ["172.18.0.2\tweb", ""]).joined(separator: "\n")))
        file.gateway = nil
        #expect(!file.text.contains("gate"))
    }

    @Test("without a gateway the host has no name")
    func noGateway() {
        #expect(!HostsFile(hostname: "web", addresses: [], gateway: nil).text.contains("internal"))
    }

    @Test("a loaded service is declared on the real names of its networks")
    func declared() {
        var service = Service(name: "web", image: "nginx")
        var front = NetworkAttachment(network: "front")
        front.aliases = ["site"]
        service.networks = [front, NetworkAttachment(network: "back")]
        var project = Project(name: "p", workingDirectory: "/p", configFiles: [])
        project.networks = [Network(key: "back", name: "shared"), Network(key: "front", name: "p_front")]
        #expect(
            NameTable.DeclaredService(service, of: project)
                == NameTable.DeclaredService(name: "web", aliases: ["p_front": ["site"], "shared": []]))
    }
}

extension NameResolution {
    fileprivate static func with(_ change: (inout NameResolution) -> Void) -> NameResolution {
        var result = NameResolution()
        change(&result)
        return result
    }
}
