/// The short form of a port: `[[address:][host]:]container[/protocol]`, host and container ports or ranges.
struct PortText: Sendable, Hashable {
    /// The address of the host, empty for all.
    let address: String
    /// The ports of the host, nil for none given.
    let published: ClosedRange<Int>?
    /// The ports in the container.
    let target: ClosedRange<Int>
    /// The protocol.
    let transport: String

    /// The protocols that ports have.
    static let transports = ["tcp", "udp", "sctp"]

    /// Reads a short form.
    init(_ text: String) throws(Malformed) {
        let slash = text.components(separatedBy: "/")
        transport = slash.count > 1 && !slash[1].isEmpty ? slash[1].lowercased() : "tcp"
        guard Self.transports.contains(transport) else {
            throw Malformed(
                clause: "\"\(text)\" has the unknown protocol \"\(transport)\"",
                remedy: "use tcp, udp or sctp")
        }
        var parts = slash[0].components(separatedBy: ":")
        let container = parts.removeLast()
        let host = parts.popLast() ?? ""
        address = try Self.address(parts.joined(separator: ":"), of: text)
        guard !container.isEmpty else {
            throw Malformed(clause: "\"\(text)\" has no container port", remedy: "write HOST:CONTAINER")
        }
        target = try Self.ports(container, of: text)
        guard target.lowerBound > 0 else {
            throw Malformed(
                clause: "\"\(text)\" has the container port 0", remedy: "container ports go from 1 to 65535")
        }
        published = host.isEmpty ? nil : try Self.ports(host, of: text)
        if let published, target.count > 1, published.count != target.count {
            throw Malformed(
                clause: "\"\(text)\" maps \(published.count) host ports to \(target.count) container ports",
                remedy: "write as many of both, or one container port")
        }
    }

    private static func address(_ text: String, of whole: String) throws(Malformed) -> String {
        if text.isEmpty { return "" }
        let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
        let address = isBracketed ? String(text.dropFirst().dropLast()) : text
        guard IPAddress(address) != nil else {
            throw Malformed(
                clause: "\"\(whole)\" has the wrong address \"\(text)\"", remedy: "write an IP address")
        }
        return address
    }

    /// One port or a range of them.
    static func ports(_ text: String, of whole: String) throws(Malformed) -> ClosedRange<Int> {
        let problem = Malformed(
            clause: whole == text
                ? "\"\(text)\" is no port" : "\"\(whole)\" has the wrong port \"\(text)\"",
            remedy: "ports go from 0 to 65535")
        let ends = text.components(separatedBy: "-")
        guard ends.count <= 2, let first = port(ends[0]), let last = port(ends[ends.count - 1]) else {
            throw problem
        }
        guard first <= last else {
            throw Malformed(
                clause: "\"\(whole)\" has a range that ends before it begins",
                remedy: "write \(last)-\(first)")
        }
        return first...last
    }

    private static func port(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text).flatMap { (0...65535).contains($0) ? $0 : nil }
    }
}
