import BerthModel
import Digest
import YAMLTree

/// Makes the typed project of a complete and consistent tree.
struct ProjectModel {
    /// The complete tree.
    let tree: Node
    /// The names of the services that no active profile enables.
    let disabled: [String: [String]]
    /// The project's variables, for the files made of them.
    var variables: [String: String] = [:]
    /// What the files made of variables and of files of the host hold.
    var contents = ContentDigests()
    /// True for the networks and volumes that no service uses too.
    var includesUnused = false
    /// The project with its name and files, and with nothing in it yet.
    let frame: Project

    /// The project.
    func project() -> Project {
        var project = frame
        let services = (tree["services"]?.mapping ?? Mapping()).entries.sorted { $0.key < $1.key }
        let names = Set(services.map(\.key))
        project.services = services.map { entry in
            var service = ServiceModel(entry: entry).service()
            // An image that is built needs no name in the file.
            if service.image.isEmpty, service.build != nil { service.image = "\(frame.name)-\(service.name)" }
            service.dependencies.removeAll { !names.contains($0.service) }
            service.privileges.securityOptions = service.privileges.securityOptions.map {
                $0.completed(from: contents.systemCallProfiles)
            }
            service.configHash = containerDigest(
                of: entry.value, in: tree, ofProject: frame.name, contents: contents)
            return service
        }
        let uses = services.flatMap { resourceUses(of: $0.value) }
        project.networks = entries(of: .networks, uses).map(networkModel)
        project.connectNamedNetworks()
        project.volumes = entries(of: .volumes, uses).map(volumeModel)
        project.models = entries(of: .models, uses).map(languageModel)
        project.configs = entries(of: .configs, uses).map { projectFileModel($0, variables: variables) }
        project.secrets = entries(of: .secrets, uses).map { projectFileModel($0, variables: variables) }
        project.disabledServices = disabled.keys.sorted()
        return project
    }

    private func entries(of section: ResourceSection, _ uses: [ResourceUse]) -> [Mapping.Entry] {
        let used = Set(uses.filter { $0.section == section }.map(\.entry.key))
        return tree.members(section.rawValue)
            .filter { includesUnused || used.contains($0.key) }.sorted { $0.key < $1.key }
    }
}

/// The digest of a definition in the order of its shape; places and styles do not count.
func definitionHash(of node: Node) -> String { sha256(of: emitJSONBytes(node)) }
