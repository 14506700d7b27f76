import BerthModel
import Testing
import YAMLTree

@testable import BerthLoader

@Suite("Networks, names and logs in canonical form")
struct NetworkFormTests {
    @Test(
        "ports have their long form",
        arguments: [
            (
                "ports: [{target: '80', published: 8080, name: web, app_protocol: http, mode: host}]",
                #"[{"app_protocol":"http","mode":"host","name":"web","protocol":"tcp","published":"8080","target":80}]"#
            ),
            (
                "ports: ['[::1]:8000-8001:80-81/udp']",
                #"[{"host_ip":"::1","mode":"ingress","protocol":"udp","published":"8000","target":80},"#
                    + #"{"host_ip":"::1","mode":"ingress","protocol":"udp","published":"8001","target":81}]"#
            ),
            (
                "ports: ['80:80', '0.0.0.0:80:80']",
                #"[{"host_ip":"0.0.0.0","mode":"ingress","protocol":"tcp","published":"80","target":80}]"#
            ),
            ("expose: [80, '53/udp', 80]", #"["80","53/udp"]"#),
        ])
    func ports(attribute: String, json: String) throws { #expect(try canonicalJSON(attribute) == json) }

    @Test(
        "names of hosts are sorted lines, one for each address",
        arguments: [
            ("extra_hosts: [b=1.1.1.1, 'a:2.2.2.2']", #"["a=2.2.2.2","b=1.1.1.1"]"#),
            (
                "extra_hosts: ['a=1.1.1.1,2.2.2.2', 'c=[::1]', 'd:::1']",
                #"["a=1.1.1.1","a=2.2.2.2","c=::1","d=::1"]"#
            ),
            (
                "extra_hosts: {b: ['1.1.1.1', '::1'], a: host-gateway}",
                #"["a=host-gateway","b=1.1.1.1","b=::1"]"#
            ),
            ("extra_hosts: []", ""), ("dns: 1.1.1.1", #"["1.1.1.1"]"#), ("dns_search: a.b", #"["a.b"]"#),
            ("dns_opt: ['ndots:2']", #"["ndots:2"]"#), ("external_links: ['x:y']", #"["x:y"]"#),
            ("links: ['t:db', t]", #"["t:db","t"]"#),
            ("mac_address: 02-42-AC-11-00-02", #""02-42-AC-11-00-02""#),
        ])
    func names(attribute: String, json: String) throws { #expect(try canonicalJSON(attribute) == json) }

    @Test(
        "options of drivers are texts",
        arguments: [
            (
                "logging: {driver: local, options: {max-size: 10m, max-file: 3, tag: , ratio: 1.50}}",
                #"{"driver":"local","options":{"max-file":"3","max-size":"10m","ratio":"1.5","tag":""}}"#
            ),
            ("logging: {}", "{}"), ("logging: {driver: '', options: {}}", "{}"),
        ])
    func logging(attribute: String, json: String) throws { #expect(try canonicalJSON(attribute) == json) }

    @Test(
        "an attachment leaves out what says nothing",
        arguments: [
            ("[default]", #"{"default":null}"#), ("{default: {}}", #"{"default":{}}"#),
            ("{default: {priority: 0, aliases: [], ipv4_address: ''}}", #"{"default":{}}"#),
            (
                "{default: {driver_opts: {a: 1}, gw_priority: 1.0, aliases: [x, y, x], ipv6_address: 'fd00::2'}}",
                #"{"default":{"aliases":["x","y"],"driver_opts":{"a":"1"},"gw_priority":1,"ipv6_address":"fd00::2"}}"#
            ),
        ])
    func attachments(networks: String, json: String) throws {
        #expect(try canonicalJSON("networks: \(networks)") == json)
    }

    @Test(
        "a service with a mode of its own is on no network",
        arguments: ["host", "none", "service:t", "container:x", "''"])
    func modes(mode: String) throws {
        let loaded = try load(
            "services: {s: {image: i, network_mode: \(mode)}, t: {image: i, network_mode: host}}")
        #expect(loaded.project.services.map(\.networks) == [[], []])
        #expect(loaded.project.networks == [])
        #expect(loaded.canonical["networks"] == nil)
    }

    @Test("a mode that names a network connects to it, and is printed as it is written")
    func namedNetworks() throws {
        let loaded = try load(
            """
            services:
              a: {image: i, network_mode: bridge}
              b: {image: i, network_mode: shop_inner}
              c: {image: i, networks: [inner]}
              d: {image: i, network_mode: elsewhere}
            networks: {inner: {}}
            """)
        let networks = Dictionary(
            uniqueKeysWithValues: loaded.project.networks.map { ($0.key, ($0.name, $0.isExternal)) })
        let connected = loaded.project.services.map { service in
            networks[service.networks[0].network].map { "\($0.0) \($0.1)" }
        }
        #expect(
            connected == [
                "shop_network-mode-bridge false", "shop_inner false", "shop_inner false", "elsewhere true",
            ])
        #expect(loaded.canonical["services"]?["a"]?["networks"] == nil)
        #expect(
            try loaded.canonical["networks"].map(sortedJSON) == #"{"inner":{"ipam":{},"name":"shop_inner"}}"#)
    }

    @Test(
        "a network keeps false where it says something, and JSON drops what the reference drops",
        arguments: [
            ("", #"{"ipam":{},"name":"p_n"}"#),
            ("{internal: 'true'}", #"{"internal":true,"ipam":{},"name":"p_n"}"#),
            ("{internal: false, attachable: false}", #"{"ipam":{},"name":"p_n"}"#),
            (
                "{enable_ipv4: false, enable_ipv6: 'true'}",
                #"{"enable_ipv4":false,"enable_ipv6":true,"ipam":{},"name":"p_n"}"#
            ),
            ("{external: true}", #"{"external":true,"ipam":{},"name":"n"}"#),
            (
                "{driver: bridge, driver_opts: {a: 1, b: 1.5}, labels: [l]}",
                #"{"driver":"bridge","driver_opts":{"a":"1","b":"1.5"},"ipam":{},"labels":{"l":""},"name":"p_n"}"#
            ),
            (
                "{ipam: {options: {a: b}, config: [{subnet: 10.0.0.0/24, aux_addresses: {h: 10.0.0.5}}]}}",
                #"{"ipam":{"config":[{"aux_addresses":{"h":"10.0.0.5"},"subnet":"10.0.0.0/24"}]},"name":"p_n"}"#
            ),
        ])
    func networks(definition: String, json: String) throws {
        let file = "services: {s: {image: i, networks: [n]}}\nnetworks: {n: \(definition)}"
        #expect(try projectJSON(file, at: "networks.n") == json)
    }

    @Test("everything is in the typed service and network")
    func model() throws {
        let project = try load(
            """
            services:
              s:
                image: i
                mac_address: 02:42:ac:11:00:02
                networks:
                  n:
                    {ipv6_address: 'fd00::2', link_local_ips: [169.254.1.1], interface_name: eth9,
                    driver_opts: {k: 1}, priority: 10, gw_priority: 5}
                dns: 1.1.1.1
                dns_opt: [ndots:2]
                dns_search: [a.b]
                extra_hosts: {h: '::1'}
                expose: [80]
                external_links: [other:o]
                links: [t]
                logging: {driver: local, options: {a: 1}}
              t: {image: i, network_mode: 'service:u'}
              u: {image: i, networks: [n]}
            networks:
              n: {enable_ipv6: true, attachable: true, driver_opts: {a: 1}, ipam: {driver: d, options: {o: p}, config:
                [{subnet: 'fd00::/64', ip_range: 'fd00::/80', gateway: 'fd00::1', aux_addresses: {h: 'fd00::5'}}]}}
            """
        ).project
        let service = project.services[0]
        let attachment = service.networks[0]
        #expect(attachment.address6 == "fd00::2" && attachment.linkLocalAddresses == ["169.254.1.1"])
        #expect(attachment.interfaceName == "eth9" && attachment.driverOptions == ["k": "1"])
        #expect(attachment.priority == 10 && attachment.gatewayPriority == 5)
        #expect(service.hardwareAddress == "02:42:ac:11:00:02")
        #expect(
            service.nameResolution.servers == ["1.1.1.1"] && service.nameResolution.options == ["ndots:2"])
        #expect(service.nameResolution.searchDomains == ["a.b"])
        #expect(service.nameResolution.hosts == [.init("h", at: "::1")])
        #expect(service.exposedPorts == ["80"])
        #expect(service.externalLinks.map(\.alias) == ["o"] && service.links.map(\.target) == ["t"])
        #expect(service.logDriver?.name == "local" && service.logDriver?.options == ["a": "1"])
        #expect(project.services[1].networkMode == .service("u"))
        let network = try #require(project.network(keyed: "n"))
        #expect(network.hasIPv6 == true && network.hasIPv4 == nil && network.isAttachable)
        #expect(network.driverOptions == ["a": "1"] && network.addressOptions == ["o": "p"])
        #expect(network.addressDriver == "d" && network.subnets.first?.range == "fd00::/80")
        #expect(network.subnets.first?.reserved == ["h": "fd00::5"])
    }
}
