import YAMLTree

/// The long forms of one port, one for each port of a range.
func longPorts(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> [Node] {
    if let mapping = node.mapping { return [try completedPort(mapping, node, &doubts)] }
    let text = try PortText(node.plainText ?? "")
    let address = text.address.isEmpty ? nil : text.address
    return text.target.map { target in
        let published: String? = text.published.map { range in
            if text.target.count > 1 { return "\(range.lowerBound + target - text.target.lowerBound)" }
            return range.count > 1 ? "\(range.lowerBound)-\(range.upperBound)" : "\(range.lowerBound)"
        }
        var port = Mapping()
        port["mode"] = node.implying(.string("ingress"))
        port["host_ip"] = address.map { node.becoming(.string($0)) }
        port["target"] = node.becoming(.int(Int64(target)))
        port["published"] = published.map { node.becoming(.string($0)) }
        port["protocol"] = node.becoming(.string(text.transport))
        return node.becoming(.mapping(port))
    }
}

private func completedPort(
    _ written: Mapping, _ node: Node, _ doubts: inout [Malformed]
) throws(Malformed) -> Node {
    var port = written
    let target = written["target"]?.plainText ?? ""
    guard !target.isEmpty else {
        throw Malformed("has no target", remedy: "add target: with the container's port")
    }
    let ports = try portRange(target, at: written["target"])
    guard ports.count == 1, ports.lowerBound > 0 else {
        throw Malformed(
            clause: "\"target\" must be one port from 1 to 65535, found \(target)", at: written["target"])
    }
    port["target"] = (written["target"] ?? node).becoming(.int(Int64(ports.lowerBound)))
    port["published"] = nil
    if let published = written["published"], let text = published.plainText, !text.isEmpty {
        let range = try portRange(text, at: published)
        let shown = range.count > 1 ? text : "\(range.lowerBound)"
        port["published"] = published.becoming(.string(shown))
    }
    if let address = written["host_ip"]?.string, !address.isEmpty, IPAddress(address) == nil {
        throw Malformed(
            clause: "\"host_ip\" must be an IP address, found \"\(address)\"",
            remedy: "write it like 127.0.0.1", at: written["host_ip"])
    }
    let transport = (written["protocol"]?.string ?? "tcp").lowercased()
    if !PortText.transports.contains(transport) {
        doubts.append(
            Malformed(
                clause: "\"protocol\" must be one of tcp, udp, sctp, found \"\(transport)\"",
                remedy: remedy(for: transport, among: PortText.transports), at: written["protocol"]))
    }
    port["protocol"] = written["protocol"]?.becoming(.string(transport)) ?? node.implying(.string(transport))
    port["mode"] = written["mode"] ?? node.implying(.string("ingress"))
    return node.becoming(.mapping(port))
}

private func portRange(_ text: String, at node: Node?) throws(Malformed) -> ClosedRange<Int> {
    do throws(Malformed) {
        return try PortText.ports(text, of: text)
    } catch {
        throw error.at(node)
    }
}
