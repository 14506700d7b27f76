import DNSWire

@testable import BerthNames

/// The stack of the query table in the reference: `cli` on front and back, three replicas of `web` on front,
/// `db` on both, `private` on a network that `cli` is not on, `alone` on an internal network only.
enum Stack {
    static let networks = [
        network("p_front", "front", "172.18.0"), network("p_back", "back", "172.19.0"),
        network("p_hidden", "hidden", "172.20.0"), network("p_dev", "dev", "172.21.0"),
        isolated(network("p_cellar", "cellar", "172.22.0")),
        NameTable.Network(
            name: "p_six", key: "six", subnets: ["fd00:6::/64", "172.23.0.0/16"],
            gateways: ["172.23.0.1", "fd00:6::1"]),
    ]

    static let containers = [
        container("cli", "cli", [("p_back", "172.19.0.9", []), ("p_front", "172.18.0.9", [])]),
        container("web-1", "web", [("p_front", "172.18.0.11", ["site"])]),
        container("web-2", "web", [("p_front", "172.18.0.12", ["site"])]),
        container("web-3", "web", [("p_front", "172.18.0.13", ["site"])]),
        container("db", "db", [("p_front", "172.18.0.20", []), ("p_back", "172.19.0.20", ["database"])]),
        container("private", "private", [("p_hidden", "172.20.0.30", ["private.example.com"])]),
        container("alone", "alone", [("p_cellar", "172.22.0.40", [])]),
        container("six", "six", [("p_six", "fd00:6::50", [])]),
        container("developer", "developer", [("p_dev", "172.21.0.60", [])]),
        container("Mixed.Case_Name", nil, [("p_front", "172.18.0.70", [])]),
        stopped(container("worker", "worker", [("p_front", "172.18.0.80", [])])),
    ]

    static let services = [
        NameTable.DeclaredService(name: "later", aliases: ["p_front": ["soon"], "p_back": []])
    ]

    /// The name table of the stack, with some changes to its containers.
    static func table(_ change: (inout [NameTable.Container]) -> Void = { _ in }) throws -> NameTable {
        var containers = containers
        change(&containers)
        return try NameTable(networks: networks, containers: containers, services: services)
    }

    /// The id of a container: its name's bytes in hexadecimal, filled up with zeros.
    static func id(_ name: String) -> String {
        let digits = name.utf8.map { String($0, radix: 16) }.joined()
        return String((digits + String(repeating: "0", count: 64)).prefix(64))
    }

    static func container(
        _ name: String, _ service: String?, _ places: [(network: String, address: String, aliases: [String])]
    ) -> NameTable.Container {
        var container = NameTable.Container(
            id: id(name), name: "p-\(name)", service: service,
            endpoints: places.map {
                NameTable.Endpoint(network: $0.network, addresses: [$0.address], aliases: $0.aliases)
            })
        container.hostname = "\(name)-host"
        return container
    }

    private static func network(_ name: String, _ key: String, _ prefix: String) -> NameTable.Network {
        NameTable.Network(name: name, key: key, subnets: ["\(prefix).0/24"], gateways: ["\(prefix).1"])
    }

    private static func isolated(_ network: NameTable.Network) -> NameTable.Network {
        var network = network
        network.isInternal = true
        return network
    }

    private static func stopped(_ container: NameTable.Container) -> NameTable.Container {
        var container = container
        container.isRunning = false
        return container
    }
}

/// Record types as they are written.
enum TypeName: String, Sendable {
    case a = "A", aaaa = "AAAA", mx = "MX", txt = "TXT", ns = "NS", srv = "SRV", https = "HTTPS", any = "ANY"
    case ptr = "PTR", axfr = "AXFR"

    var type: RecordType {
        switch self {
        case .a: .a
        case .aaaa: .aaaa
        case .mx: RecordType(rawValue: 15)
        case .txt: RecordType(rawValue: 16)
        case .ns: RecordType(rawValue: 2)
        case .srv: .srv
        case .https: RecordType(rawValue: 65)
        case .any: RecordType(rawValue: 255)
        case .ptr: .ptr
        case .axfr: .axfr
        }
    }
}

extension NameTable {
    /// Decides a question and tells the decision in words: the sorted data of the records, or the code.
    func told(_ name: String, _ type: TypeName = .a, from asker: String = "cli") throws -> String {
        let question = DNSQuestion(try DNSName(name), type.type)
        switch resolve(question, for: Stack.id(asker)) {
        case .forward: return "forward"
        case .answer(.noError, let records) where records.isEmpty: return "empty"
        case .answer(.noError, let records): return records.map(\.dataText).sorted().joined(separator: " ")
        case .answer(.noSuchName, _): return "NXDOMAIN"
        case .answer(.refused, _): return "REFUSED"
        case .answer(let code, _): return "\(code.rawValue)"
        }
    }
}

extension DNSRecord {
    /// The data as text.
    var dataText: String {
        switch data {
        case .address(let address): address.description
        case .pointer(let name), .alias(let name): name.description
        case .service(_, _, let port, let target): "\(target) \(port)"
        case .opaque(_, let bytes): "\(bytes)"
        }
    }
}
