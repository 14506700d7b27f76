import BerthModel
import Digest
import YAMLTree

/// Makes the typed project of a complete and consistent tree.
struct ProjectModel {
    /// The complete tree.
    let tree: Node
    /// The names of the services that no active profile enables.
    let disabled: [String: [String]]
    /// True for the networks and volumes that no service uses too.
    var includesUnused = false

    /// The project.
    func project(name: String, directory: String, files: [String], environmentFiles: [String]) -> Project {
        var project = Project(
            name: name, workingDirectory: directory, configFiles: files, environmentFiles: environmentFiles)
        let services = (tree["services"]?.mapping ?? Mapping()).entries.sorted { $0.key < $1.key }
        let names = Set(services.map(\.key))
        project.services = services.map { entry in
            var service = ServiceModel(entry: entry).service()
            service.dependencies.removeAll { !names.contains($0.service) }
            return service
        }
        let usedNetworks = Set(project.services.flatMap { $0.networks.map(\.network) })
        let usedVolumes = Set(project.services.flatMap { $0.mounts.compactMap(\.volumeKey) })
        project.networks = resources("networks", usedNetworks).map(network)
        project.volumes = resources("volumes", usedVolumes).map(volume)
        let usedModels = Set(project.services.flatMap { $0.models.map(\.model) })
        project.models = resources("models", usedModels).map(languageModel)
        project.disabledServices = disabled.keys.sorted()
        return project
    }

    private func resources(_ section: String, _ used: Set<String>) -> [Mapping.Entry] {
        (tree[section]?.mapping?.entries ?? []).filter { includesUnused || used.contains($0.key) }
            .sorted { $0.key < $1.key }
    }

    private func network(_ entry: Mapping.Entry) -> Network {
        let node = entry.value
        var network = Network(key: entry.key, name: node["name"]?.string ?? entry.key)
        network.isExternal = node["external"]?.value == .bool(true)
        network.isInternal = node["internal"]?.value == .bool(true)
        if let driver = node["driver"]?.string, !driver.isEmpty { network.driver = driver }
        network.subnets = (node["ipam"]?["config"]?.sequence ?? []).compactMap { pool in
            guard let subnet = pool["subnet"]?.string, !subnet.isEmpty else { return nil }
            return Network.Subnet(subnet: subnet, gateway: pool["gateway"]?.string)
        }
        network.labels = node["labels"]?.texts ?? [:]
        network.configHash = definitionHash(of: networkShape.ordered(node))
        network.location = Findings.place(entry.keyRange)
        return network
    }

    private func volume(_ entry: Mapping.Entry) -> Volume {
        let node = entry.value
        var volume = Volume(key: entry.key, name: node["name"]?.string ?? entry.key)
        volume.isExternal = node["external"]?.value == .bool(true)
        if let driver = node["driver"]?.string, !driver.isEmpty { volume.driver = driver }
        volume.labels = node["labels"]?.texts ?? [:]
        volume.configHash = definitionHash(of: volumeShape.ordered(node))
        volume.location = Findings.place(entry.keyRange)
        return volume
    }
}

extension ServiceMount {
    /// The key of the named volume that is mounted.
    fileprivate var volumeKey: String? {
        if case .volume(let key, _) = source { key } else { nil }
    }
}

/// The digest of a definition in the order of its shape; places and styles do not count.
func definitionHash(of node: Node) -> String { sha256(of: emitJSONBytes(node)) }

extension Node {
    /// The texts of a mapping; values that are none are left out.
    var texts: [String: String] {
        var texts: [String: String] = [:]
        for entry in mapping ?? Mapping() { texts[entry.key] = entry.value.string }
        return texts
    }

    /// The texts of a list.
    var strings: [String]? { sequence?.compactMap(\.string) }
}
