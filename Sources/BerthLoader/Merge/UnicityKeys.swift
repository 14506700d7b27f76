import YAMLTree

/// What two items of a list may not have in common; the later of them takes the place of the earlier.
enum UnicityKey: Sendable {
    /// The text, up to its first `=`.
    case name
    /// The whole text or number.
    case text
    /// The path of an environment file.
    case path
    /// Where a volume is mounted.
    case target
    /// Where a config or secret is mounted; without a target, by its name in this directory.
    case file(in: String)
    /// The device in the container.
    case device
    /// The address, ports and protocol of a published port.
    case port
}

/// The lists whose items are unique.
let unicityKeys = PathTable<UnicityKey>([
    (service("build", "tags"), .name),
    (service("cap_add"), .name),
    (service("cap_drop"), .name),
    (service("configs"), .file(in: "")),
    (service("devices"), .device),
    (service("dns"), .name),
    (service("dns_opt"), .name),
    (service("dns_search"), .name),
    (service("env_file"), .path),
    (service("expose"), .text),
    (service("links"), .name),
    (service("networks", "*", "aliases"), .name),
    (service("networks", "*", "link_local_ips"), .name),
    (service("ports"), .port),
    (service("profiles"), .name),
    (service("secrets"), .file(in: "/run/secrets")),
    (service("tmpfs"), .name),
    (service("volumes"), .target),
])

extension UnicityKey {
    /// The text that is equal for items that replace each other; nil for items that are all kept.
    func text(of item: Node) -> String? {
        switch self {
        case .name: item.string.map { String($0.prefix { $0 != "=" }) }
        case .text: item.plainText
        case .path: item.string ?? item["path"]?.string
        // A text that cannot be read is told by the validation; here it equals nothing.
        case .target: item["target"]?.string ?? item.string.flatMap { try? VolumeText($0).target }
        case .file(let directory):
            item["target"]?.string ?? (item["source"] ?? item).string.map { "\(directory)/\($0)" }
        case .device:
            item["target"]?.string
                ?? item.string.map { text in
                    let parts = text.components(separatedBy: ":")
                    return parts.count > 1 ? parts[1] : parts[0]
                }
        case .port: item.mapping.map(Self.port) ?? item.plainText
        }
    }

    private static func port(_ port: Mapping) -> String {
        func text(_ key: String) -> String? { port[key]?.plainText.flatMap { $0.isEmpty ? nil : $0 } }
        let address = text("host_ip") ?? "0.0.0.0"
        return "\(address):\(text("published") ?? ""):\(text("target") ?? "")/\(text("protocol") ?? "tcp")"
    }
}
