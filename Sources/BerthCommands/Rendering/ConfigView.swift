import BerthLoader
import BerthModel
import BerthPlanner
import TerminalUI

/// What `config` prints of a project.
enum ConfigView: Sendable, Hashable {
    /// All of it.
    case project
    /// Names of services, each after those it depends on.
    case services
    /// Names of networks.
    case networks
    /// Names of volumes.
    case volumes
    /// Names of models.
    case models
    /// Names of images, one for each service.
    case images
    /// Names of profiles.
    case profiles
    /// The variables that the files mention.
    case variables
    /// The variables that interpolation uses.
    case environment
    /// Digests of definitions, of the services in a list with commas or of all for `*`.
    case digests(String)
    /// A part of the project and where its values are from.
    case explanation(String)

    /// False where the services of the command line make no difference, as in the reference.
    var honoursSelection: Bool {
        switch self {
        case .project, .images, .profiles, .environment, .explanation: true
        case .services, .networks, .volumes, .models, .variables, .digests: false
        }
    }

    /// The text, with a line feed at its end unless it is empty.
    func text(
        of loaded: LoadedProject, format: ConfigFormat?, _ pinning: ImagePinning
    ) throws -> String {
        switch self {
        case .project:
            return pinning.rendered(loaded, as: format ?? .yaml)
        case .variables: return variableText(loaded.mentionedVariables, format: format)
        case .environment: return environmentText(of: loaded, format: format)
        case .explanation(let path):
            return renderExplanation(try explain(path, in: loaded), format: format ?? .yaml)
        default: return try names(of: loaded).map { $0 + "\n" }.joined()
        }
    }

    private func names(of loaded: LoadedProject) throws -> [String] {
        let project = loaded.project
        switch self {
        case .services:
            let edges = project.services.map { ($0.name, $0.dependencies.map(\.service)) }
            return ServiceGraph(Dictionary(edges) { first, _ in first }).startOrder()
        case .networks: return loaded.names(in: "networks")
        case .volumes: return loaded.names(in: "volumes")
        case .models: return loaded.names(in: "models")
        case .images:
            let selected = Set(loaded.names(in: "services"))
            return project.services.filter { selected.contains($0.name) }.map { $0.imageName(in: project) }
        case .profiles: return loaded.declaredProfiles
        case .digests(let names): return try digests(of: names, in: project)
        case .project, .variables, .environment, .explanation: return []
        }
    }

    private func digests(of names: String, in project: Project) throws -> [String] {
        let wanted =
            names == "*" ? project.services.map(\.name) : names.split(separator: ",").map(String.init)
        return try wanted.sorted().map { name in
            guard let service = project.service(named: name) else {
                throw Failure(.notFound, "no such service: \"\(name)\"")
            }
            return "\(name) \(service.configHash)"
        }
    }
}

/// What becomes of the images of a project that is printed; the pinned ones are by their names in the files.
enum ImagePinning: Sendable, Hashable {
    /// They stay.
    case none
    /// They are pinned.
    case pinned([String: String])
    /// They are pinned, and nothing else is printed.
    case alone([String: String])

    /// The project in a format.
    fileprivate func rendered(_ loaded: LoadedProject, as format: ConfigFormat) -> String {
        let render = loaded.holdsVariables ? renderTemplate : renderConfig
        switch self {
        case .none: return render(loaded.canonical, format)
        case .pinned(let pins): return render(loaded.canonical(replacing: pins), format)
        case .alone(let pins): return render(loaded.imagesAlone(replacing: pins), format)
        }
    }
}

extension Service {
    /// The image, or the name that a build gives it.
    fileprivate func imageName(in project: Project) -> String {
        image.isEmpty ? "\(project.name)-\(name)" : image
    }
}
