import BerthModel
import YAMLTree

extension Consistency {
    /// Checks how a service is connected.
    mutating func checkNetworks(of service: Node, named name: String) {
        let attachments = service.members("networks")
        for attachment in attachments { checkAddresses(attachment, of: name) }
        checkHardwareAddress(of: service, attachments, named: name)
        guard let mode = service["network_mode"], let text = mode.string, !text.isEmpty else { return }
        if let first = attachments.first {
            findings.error(
                "service \"\(name)\": \"network_mode\" and \"networks\" exclude each other", at: mode,
                remedy: "keep one of them",
                related: [Diagnostic.Related("the networks", at: Location(first.keyRange))])
        }
        if let ports = service["ports"], !(ports.sequence ?? []).isEmpty, text == "host" || text == "none" {
            findings.warning(
                "service \"\(name)\": \"ports\" has no effect with \"network_mode: \(text)\"",
                at: ports,
                remedy: "remove one of them")
        }
    }

    /// A static address must be in a subnet of the file, for the pool's choice is not known before `up`.
    private mutating func checkAddresses(_ attachment: Mapping.Entry, of service: String) {
        guard let network = defined("networks")[attachment.key], network["external"] == nil else { return }
        let subnets = (network["ipam"]?.items("config") ?? []).compactMap { pool in
            pool["subnet"]?.string.flatMap(Subnet.init)
        }
        for key in ["ipv4_address", "ipv6_address"] {
            guard let node = attachment.value[key], let text = node.string, let address = IPAddress(text),
                !subnets.contains(where: { $0.contains(address) })
            else { continue }
            findings.warning(
                "service \"\(service)\": the address \(text) is in no subnet of network \"\(attachment.key)\"",
                at: node, remedy: "give the network ipam.config with a subnet that has it")
        }
    }

    /// The address of the service is that on its first network, which may have one of its own.
    private mutating func checkHardwareAddress(
        of service: Node, _ attachments: [Mapping.Entry], named name: String
    ) {
        guard let address = service["mac_address"], let text = address.string,
            let first = attachments.sorted(by: isConnectedEarlier).first,
            let other = first.value["mac_address"], other.string?.lowercased() != text.lowercased()
        else { return }
        findings.error(
            "service \"\(name)\": \"mac_address\" and \"networks.\(first.key).mac_address\" differ",
            at: other,
            remedy: "keep one of them",
            related: [Diagnostic.Related("the other address", at: Location(address.range))])
    }

    /// Checks a network at the top.
    mutating func checkNetwork(_ entry: Mapping.Entry) {
        if entry.value.isTrue("external") {
            for other in meaningless(in: entry) {
                findings.warning(
                    "network \"\(entry.key)\" is external, so \"\(other.key)\" has no effect",
                    at: other, remedy: "remove it, or external:")
            }
        }
        for pool in entry.value["ipam"]?.items("config") ?? [] { check(pool: pool, of: entry.key) }
    }

    private mutating func check(pool: Node, of network: String) {
        let subnet = pool["subnet"]?.string.flatMap(Subnet.init)
        for key in ["subnet", "ip_range"] {
            guard let node = pool[key], let text = node.string, !text.isEmpty, Subnet(text) == nil else {
                continue
            }
            findings.warning(
                "network \"\(network)\": \"\(text)\" is no subnet", at: node,
                remedy: "write it like 10.1.0.0/24 or fd00:1::/64")
        }
        let others = pool["aux_addresses"]?.mapping?.entries.map(\.value) ?? []
        for node in [pool["gateway"]].compactMap(\.self) + others {
            guard let text = node.string, !text.isEmpty else { continue }
            let address = IPAddress(text)
            if let address, subnet?.contains(address) ?? true { continue }
            findings.warning(
                "network \"\(network)\": \"\(text)\" is no address"
                    + (address == nil ? "" : " of the subnet \(pool["subnet"]?.string ?? "")"),
                at: node,
                remedy: "write an address of the subnet")
        }
    }

    /// What an external resource is given although it exists already.
    func meaningless(in resource: Mapping.Entry) -> [Mapping.Entry] {
        (resource.value.mapping?.entries ?? []).filter { entry in
            let isImplied = entry.key == "ipam" && entry.value.mapping?.isEmpty == true
            return !["name", "external"].contains(entry.key) && !entry.key.hasPrefix("x-") && !isImplied
                && !entry.value.isNull
        }
    }
}

/// True when a service is connected to a network before another: by priority, then by name.
func isConnectedEarlier(_ left: Mapping.Entry, _ right: Mapping.Entry) -> Bool {
    let priorities = [left, right].map { entry in
        if case .int(let value) = entry.value["priority"]?.value { value } else { Int64(0) }
    }
    return priorities[0] == priorities[1] ? left.key < right.key : priorities[0] > priorities[1]
}
