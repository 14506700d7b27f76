import BerthModel

/// Published ports as the reference shows them: `0.0.0.0:8080->80/tcp, [::]:8080->80/tcp`.
///
/// Consecutive ports that have the same number on both sides become a range.
func portsText(_ ports: [ContainerStatus.PublishedPort]) -> String {
    let sorted = ports.sorted { left, right in
        (left.target, left.address, left.published, left.transport.rawValue)
            < (right.target, right.address, right.published, right.transport.rawValue)
    }
    var ranges: [PortRange] = []
    var open: [PortRange] = []
    var others: [String] = []
    for port in sorted {
        guard port.published == 0 || port.published == port.target else {
            others.append(
                "\(joined(port.address, "\(port.published)"))->\(port.target)/\(port.transport.rawValue)")
            continue
        }
        let address = port.published == 0 ? nil : port.address
        let place = open.firstIndex { $0.address == address && $0.transport == port.transport }
        guard let place else {
            open.append(
                PortRange(address: address, transport: port.transport, first: port.target, last: port.target))
            continue
        }
        if port.target == open[place].last { continue }
        if Int(port.target) == Int(open[place].last) + 1 {
            open[place].last = port.target
        } else {
            ranges.append(open[place])
            open[place].first = port.target
            open[place].last = port.target
        }
    }
    return ((ranges + open).map(\.description) + others).joined(separator: ", ")
}

private struct PortRange: CustomStringConvertible {
    let address: String?
    let transport: PortMapping.Transport
    var first: UInt16
    var last: UInt16

    var description: String {
        let range = first == last ? "\(first)" : "\(first)-\(last)"
        let host = address.map { "\(joined($0, range))->" } ?? ""
        return "\(host)\(range)/\(transport.rawValue)"
    }
}

/// An address and a port; an address with colons is put in brackets.
private func joined(_ address: String, _ port: String) -> String {
    address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
}

extension ContainerStatus {
    /// The ports that lead to it now: none unless it runs.
    var openPorts: [PublishedPort] { state == .running || state == .paused ? ports : [] }
}
