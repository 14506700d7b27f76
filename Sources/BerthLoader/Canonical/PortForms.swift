import YAMLTree

/// The long forms of one port, one for each port of a range.
func longPorts(_ node: Node) throws(Malformed) -> [Node] {
    if let mapping = node.mapping { return [try completedPort(mapping, node)] }
    let text = try PortText(node.plainText ?? "")
    let address = text.address.isEmpty ? nil : text.address
    return text.target.map { target in
        let published: String? = text.published.map { range in
            if text.target.count > 1 { return "\(range.lowerBound + target - text.target.lowerBound)" }
            return range.count > 1 ? "\(range.lowerBound)-\(range.upperBound)" : "\(range.lowerBound)"
        }
        var port = Mapping()
        port["mode"] = .string("ingress", at: node.range)
        port["host_ip"] = address.map { .string($0, at: node.range) }
        port["target"] = .int(Int64(target), at: node.range)
        port["published"] = published.map { .string($0, at: node.range) }
        port["protocol"] = .string(text.transport, at: node.range)
        return Node(.mapping(port), at: node.range, via: node.via)
    }
}

private func completedPort(_ written: Mapping, _ node: Node) throws(Malformed) -> Node {
    var port = written
    let target = written["target"]?.plainText ?? ""
    guard !target.isEmpty else {
        throw Malformed("has no target", remedy: "add target: with the container's port")
    }
    let ports = try PortText.ports(target, of: target)
    guard ports.count == 1, ports.lowerBound > 0 else {
        throw Malformed(clause: "\"target\" must be one port, found \(target)")
    }
    port["target"] = .int(Int64(ports.lowerBound), at: written["target"]?.range ?? node.range)
    port["published"] = nil
    if let published = written["published"], let text = published.plainText, !text.isEmpty {
        let range = try PortText.ports(text, of: text)
        let shown = range.count > 1 ? text : "\(range.lowerBound)"
        port["published"] = .string(shown, at: published.range)
    }
    if let address = written["host_ip"]?.string, !address.isEmpty, IPAddress(address) == nil {
        throw Malformed(clause: "\"host_ip\" must be an IP address, found \"\(address)\"")
    }
    let transport = (written["protocol"]?.string ?? "tcp").lowercased()
    port["protocol"] = .string(transport, at: written["protocol"]?.range ?? node.range)
    port["mode"] = written["mode"] ?? .string("ingress", at: node.range)
    var result = node
    result.content = .mapping(port)
    return result
}
