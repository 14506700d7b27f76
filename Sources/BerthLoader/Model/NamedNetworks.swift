import BerthModel

extension Project {
    /// Connects the services whose `network_mode` is the name of a network.
    ///
    /// That is a network of the project, the bridge that every project has when it asks for it
    /// (docs/decisions/0012-a-bridge-for-each-project.md), or a network that exists already.
    mutating func connectNamedNetworks() {
        for index in services.indices {
            guard case .network(let name) = services[index].networkMode else { continue }
            let location = services[index].location(of: "network_mode")
            var attachment = NetworkAttachment(network: key(ofNetworkNamed: name, at: location))
            attachment.location = location
            services[index].networks = [attachment]
        }
    }

    /// The key of the network of a real name, which is added when the project has none.
    private mutating func key(ofNetworkNamed name: String, at location: Location?) -> String {
        if let network = networks.first(where: { $0.name == name }) { return network.key }
        // No key of a file has a colon.
        let key = ":\(name)"
        if networks.contains(where: { $0.key == key }) { return key }
        var network = Network(key: key, name: name)
        if ["bridge", "default"].contains(name) {
            network.name = "\(self.name)_network-mode-bridge"
        } else {
            network.isExternal = true
        }
        network.location = location
        networks.append(network)
        networks.sort { $0.key < $1.key }
        return key
    }
}
