import ArgumentParser
import BerthLoader
import BerthModel
import LinuxSystem
import TerminalUI

/// `berth config`.
struct ConfigCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Read, resolve and print the Compose files in canonical form.")
    static var privilege: Privilege { .none }

    @OptionGroup(title: "What is printed") var view: ConfigViewOptions
    @OptionGroup(title: "What is left out") var omission: ConfigOmissionOptions

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file.", valueName: "path"))
    var output: String?

    @Flag(
        name: [.customShort("q"), .long],
        help: "Print nothing; the exit status tells whether the files are valid.")
    var quiet = false

    @OptionGroup var selection: ServiceArguments

    func run(in session: Session) throws {
        let loaded = try session.load(selecting: selection.names, options: omission.options)
        if quiet { return }
        let text = try view.text(of: loaded)
        if let output { try writeFile(output, text) } else { try session.output.write(text) }
    }
}

/// The options of `config` about what is printed.
struct ConfigViewOptions: ParsableArguments {
    @Option(help: ArgumentHelp("yaml or json.", valueName: "format"))
    var format = ConfigFormat.yaml

    @Flag(help: "Print the names of the services.")
    var services = false

    @Flag(help: "Print the names of the networks.")
    var networks = false

    @Flag(help: "Print the names of the volumes.")
    var volumes = false

    @Flag(help: "Print the names of the images.")
    var images = false

    @Flag(help: "Print the names of the profiles.")
    var profiles = false

    @Flag(help: "Print the variables that interpolation uses.")
    var environment = false

    @Option(
        help: ArgumentHelp("Print the digest of a service's definition; \"*\" for all.", valueName: "service")
    )
    var hash: String?

    /// What is printed of a loaded project.
    func text(of loaded: LoadedProject) throws -> String {
        guard let lines = try lines(of: loaded) else { return renderConfig(loaded.canonical, format: format) }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The lines of a list; nil when the whole project is printed.
    private func lines(of loaded: LoadedProject) throws -> [String]? {
        let project = loaded.project
        if services { return project.services.map(\.name) }
        if networks { return project.networks.map(\.key) }
        if volumes { return project.volumes.map(\.key) }
        if images { return Set(project.services.map(\.image)).sorted() }
        if profiles { return loaded.declaredProfiles }
        if environment { return loaded.environment.map { "\($0.key)=\($0.value)" }.sorted() }
        return try hash.map { try digests(of: $0, in: project) }
    }

    private func digests(of names: String, in project: Project) throws -> [String] {
        let wanted =
            names == "*" ? project.services.map(\.name) : names.split(separator: ",").map(String.init)
        return try wanted.map { name in
            guard let service = project.service(named: name) else {
                throw Failure(.notFound, "no such service: \"\(name)\"")
            }
            return "\(name) \(service.configHash)"
        }
    }
}

/// The options of `config` about the stages that are left out.
struct ConfigOmissionOptions: ParsableArguments {
    @Flag(help: "Do not check whether what is named exists.")
    var noConsistency = false

    @Flag(help: "Do not read the environment files of services.")
    var noEnvResolution = false

    @Flag(help: "Do not replace variables.")
    var noInterpolate = false

    @Flag(help: "Do not add what no file says.")
    var noNormalize = false

    @Flag(help: "Do not make paths absolute.")
    var noPathResolution = false

    /// The stages, as the loader names them.
    var options: LoadRequest.Options {
        var options = LoadRequest.Options()
        options.checksConsistency = !noConsistency
        options.resolvesEnvironment = !noEnvResolution
        options.interpolates = !noInterpolate
        options.normalizes = !noNormalize
        options.resolvesPaths = !noPathResolution
        return options
    }
}
