internal import BerthModel
internal import BerthNames
internal import LinuxSystem

extension HostCheck {
    /// Hardware addresses that no interface can have, and names of a host that nothing leads to.
    func nameFindings() throws -> [Diagnostic] {
        try addressFindings() + [gatewayFinding()].compactMap(\.self)
    }

    private func addressFindings() throws -> [Diagnostic] {
        try service.networks.indices.compactMap { index in
            guard let address = try service.hardwareAddress(ofInterface: index), address.isMulticast else {
                return nil
            }
            let own = service.networks[index].hardwareAddress != nil
            return finding(
                .error, own ? "networks" : "mac_address",
                "\(address) is an address of many interfaces, which none can have",
                remedy: "use one whose second digit is even, such as 02:42:ac:11:00:02")
        }
    }

    private func gatewayFinding() -> Diagnostic? {
        let names = service.nameResolution.hosts.filter { $0.address == HostsFile.gatewayWord }.map(\.name)
        let leadsOut = service.networks.contains { project.network(keyed: $0.network)?.isInternal == false }
        guard let name = names.first, service.networkMode == nil, !leadsOut else { return nil }
        return finding(
            .warning, "extra_hosts",
            "\"\(name)\" has no address: no network of the service leads to the host",
            remedy: "give it a network that is not internal")
    }
}
