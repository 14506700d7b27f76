import BerthModel
import YAMLTree

extension Service {
    /// Takes over from the canonical form how containers are connected and found.
    mutating func fillConnections(from node: Node) {
        ports = node.items("ports").compactMap(portModel)
        exposedPorts = node.strings("expose")
        networks = node.members("networks").sorted(by: isConnectedEarlier).map(
            attachmentModel)
        networkMode = node.text("network_mode").map(networkModeModel)
        hardwareAddress = node.text("mac_address")
        nameResolution.servers = node.strings("dns")
        nameResolution.options = node.strings("dns_opt")
        nameResolution.searchDomains = node.strings("dns_search")
        nameResolution.hosts = hostModels(node["extra_hosts"])
        links = node.items("links").compactMap(linkModel)
        externalLinks = node.items("external_links").compactMap(linkModel)
        logDriver = node["logging"].map(logDriverModel)
    }
}

private func portModel(_ node: Node) -> PortMapping? {
    guard let target = node["target"]?.integer.flatMap(UInt16.init(exactly:)) else { return nil }
    var port = PortMapping(target: target)
    // The text was checked when the port got its canonical form.
    if let text = node["published"]?.string, let range = try? PortText.ports(text, of: text),
        range.upperBound > 0
    {
        port.published = UInt16(range.lowerBound)...UInt16(range.upperBound)
    }
    port.hostAddress = node.text("host_ip")
    port.transport = node["protocol"]?.string.flatMap(PortMapping.Transport.init) ?? .tcp
    port.name = node.text("name")
    port.applicationProtocol = node.text("app_protocol")
    port.mode = node.text("mode")
    port.location = Location(node.range)
    return port
}

private func attachmentModel(_ entry: Mapping.Entry) -> NetworkAttachment {
    let node = entry.value
    var attachment = NetworkAttachment(network: entry.key)
    attachment.aliases = node.strings("aliases")
    attachment.address = node.text("ipv4_address")
    attachment.address6 = node.text("ipv6_address")
    attachment.linkLocalAddresses = node.strings("link_local_ips")
    attachment.hardwareAddress = node.text("mac_address")
    attachment.interfaceName = node.text("interface_name")
    attachment.driverOptions = node.texts("driver_opts")
    attachment.priority = node["priority"]?.integer ?? 0
    attachment.gatewayPriority = node["gw_priority"]?.integer ?? 0
    attachment.location = Location(entry.keyRange)
    return attachment
}

private func networkModeModel(_ text: String) -> NetworkMode {
    switch (text, namespaceOwner(text)) {
    case ("none", _): .none
    case (_, .host): .host
    case (_, .service(let name)): .service(name)
    case (_, .container(let name)): .container(name)
    case (_, nil): .network(text)
    }
}

/// The names with addresses of their own of a canonical list of `HOST=IP`.
func hostModels(_ node: Node?) -> [NameResolution.Host] {
    (node?.strings ?? []).map { line in
        let name = line.prefix { $0 != "=" }
        return NameResolution.Host(String(name), at: String(line[name.endIndex...].dropFirst()))
    }
}

private func linkModel(_ node: Node) -> Link? {
    guard let parts = node.string?.components(separatedBy: ":") else { return nil }
    var link = Link(to: parts[0], as: parts.count > 1 ? parts[1] : parts[0])
    link.location = Location(node.range)
    return link
}

private func logDriverModel(_ node: Node) -> LogDriver {
    var driver = LogDriver()
    driver.name = node.text("driver")
    driver.options = node.texts("options")
    driver.location = Location(node.range)
    return driver
}
