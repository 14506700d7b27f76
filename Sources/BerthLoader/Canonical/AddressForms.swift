import YAMLTree

/// A static IPv4 address; nothing for an empty text.
func ipv4Address(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    if IPAddress(text)?.isVersion4 != true {
        doubts.append(
            Malformed("must be an IPv4 address, found \"\(text)\"", remedy: "write it like 10.1.0.5"))
    }
    return node
}

/// A static IPv6 address; nothing for an empty text.
func ipv6Address(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    if IPAddress(text)?.isVersion4 != false {
        doubts.append(
            Malformed("must be an IPv6 address, found \"\(text)\"", remedy: "write it like fd00:1::5"))
    }
    return node
}

/// An address of either protocol, which nothing but the start of a container checks in the reference.
func address(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    if let text = node.string, IPAddress(text) == nil {
        doubts.append(
            Malformed(
                "must be an IP address, found \"\(text)\"", remedy: "write it like 10.1.0.5 or fd00:1::5"))
    }
    return node
}

/// A hardware address: six bytes in hexadecimal digits; nothing for an empty text.
func hardwareAddress(_ node: Node) throws(Malformed) -> Node? {
    guard let text = node.string, !text.isEmpty else { return nil }
    let isRight = [(":", 6, 2), ("-", 6, 2), (".", 3, 4)].contains { separator, count, width in
        let groups = text.components(separatedBy: separator)
        return groups.count == count
            && groups.allSatisfy {
                $0.utf8.count == width && $0.allSatisfy(\.isASCII) && $0.allSatisfy(\.isHexDigit)
            }
    }
    guard isRight else {
        throw Malformed(
            "must be a hardware address, found \"\(text)\"", remedy: "write it like 02:42:ac:11:00:02")
    }
    return node
}

/// An exposed port as a text.
func exposedPort(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    let text = node.plainText ?? ""
    // Whatever is wrong with it, the remedy is the same.
    let port = try? PortText(text)
    if port == nil || port?.published != nil {
        doubts.append(
            Malformed(
                "must be a port of the container, found \"\(text)\"", remedy: "write it like 80 or 53/udp"))
    }
    return node.becoming(.string(text))
}

extension Node {
    /// A mapping without what was reported and is null.
    fileprivate var withoutNulls: Node {
        guard case .mapping(var entries) = content else { return self }
        entries.keep { !$0.value.isNull }
        return becoming(.mapping(entries))
    }
}

/// Names of hosts with their addresses as a sorted list of `HOST=IP`, one for each address.
func hosts(_ node: Node) throws(Malformed) -> Node {
    var lines: [Node] = []
    for item in node.withoutNulls.hostLines {
        do throws(Malformed) {
            for text in try hostLines(of: item.string ?? "") {
                lines.append(item.becoming(.string(text)))
            }
        } catch {
            throw error.at(item)
        }
    }
    lines.sort { ($0.string ?? "").utf8.lexicographicallyPrecedes(($1.string ?? "").utf8) }
    return node.becoming(.sequence(lines))
}

private func hostLines(of text: String) throws(Malformed) -> [String] {
    guard let separator = text.firstIndex(of: "=") ?? text.firstIndex(of: ":") else {
        throw Malformed(clause: "\"\(text)\" has no address", remedy: "write \(text)=IP")
    }
    let host = text[..<separator]
    guard !host.isEmpty, !host.contains(":") else {
        throw Malformed(clause: "\"\(host)\" is no name of a host", remedy: "write HOST=IP")
    }
    let addresses = text[text.index(after: separator)...].split(
        separator: ",", omittingEmptySubsequences: false)
    return addresses.map { address in
        let isBracketed = address.count > 2 && address.hasPrefix("[") && address.hasSuffix("]")
        return "\(host)=\(isBracketed ? address.dropFirst().dropLast() : address)"
    }
}

/// A line of a container's table of hosts.
func hostLine(_ node: Node, _ doubts: inout [Malformed]) throws(Malformed) -> Node? {
    let address = (node.string ?? "").drop { $0 != "=" }.dropFirst()
    if address != "host-gateway", IPAddress(String(address)) == nil {
        doubts.append(
            Malformed(
                clause: "\"\(address)\" is no IP address", remedy: "write HOST=IP or HOST=host-gateway"))
    }
    return node
}
