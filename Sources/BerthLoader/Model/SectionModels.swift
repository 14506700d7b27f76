import BerthModel
import YAMLTree

/// Makes the typed network of an entry of `networks`.
func networkModel(_ entry: Mapping.Entry) -> Network {
    let node = entry.value
    var network = Network(key: entry.key, name: node["name"]?.string ?? entry.key)
    network.isExternal = node.isTrue("external")
    network.isInternal = node.isTrue("internal")
    network.isAttachable = node.isTrue("attachable")
    network.hasIPv4 = node["enable_ipv4"].map { $0.value == .bool(true) }
    network.hasIPv6 = node["enable_ipv6"].map { $0.value == .bool(true) }
    network.driver = node.text("driver") ?? network.driver
    network.driverOptions = node.texts("driver_opts")
    network.addressDriver = node["ipam"]?.text("driver")
    network.addressOptions = node["ipam"]?.texts("options") ?? [:]
    network.subnets = (node["ipam"]?.items("config") ?? []).compactMap(subnetModel)
    network.labels = node.texts("labels")
    network.configHash = definitionHash(of: networkShape.ordered(node))
    network.location = Location(entry.keyRange)
    return network
}

private func subnetModel(_ node: Node) -> Network.Subnet? {
    guard let text = node.text("subnet") else { return nil }
    var subnet = Network.Subnet(subnet: text, gateway: node["gateway"]?.string)
    subnet.range = node.text("ip_range")
    subnet.reserved = node.texts("aux_addresses")
    return subnet
}

/// Makes the typed volume of an entry of `volumes`.
func volumeModel(_ entry: Mapping.Entry) -> Volume {
    let node = entry.value
    var volume = Volume(key: entry.key, name: node["name"]?.string ?? entry.key)
    volume.isExternal = node.isTrue("external")
    volume.driver = node.text("driver") ?? volume.driver
    volume.driverOptions = node.texts("driver_opts")
    volume.labels = node.texts("labels")
    volume.configHash = definitionHash(of: volumeShape.ordered(node))
    volume.location = Location(entry.keyRange)
    return volume
}

/// Makes the typed file of an entry of `configs` or `secrets`, with the value of its variable.
func projectFileModel(_ entry: Mapping.Entry, variables: [String: String]) -> ProjectFile {
    let node = entry.value
    var file = ProjectFile(
        key: entry.key, name: node["name"]?.string ?? entry.key, source: fileSource(node, variables))
    file.labels = node.texts("labels")
    file.driverOptions = node.texts("driver_opts")
    file.templateDriver = node.text("template_driver")
    file.location = Location(entry.keyRange)
    return file
}

private func fileSource(_ node: Node, _ variables: [String: String]) -> ProjectFile.Source {
    if node.isTrue("external") { return .external }
    if let path = node.text("file") { return .file(path) }
    if let name = node.text("environment") { return .environment(variable: name, value: variables[name]) }
    if let driver = node.text("driver") { return .driver(driver) }
    return .content(node["content"]?.string ?? "")
}
