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
    @OptionGroup(title: "Images") var pinning: ConfigPinningOptions

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file.", valueName: "path"))
    var output: String?

    @Flag(
        name: [.customShort("q"), .long],
        help: "Print nothing; the exit status tells whether the files are valid.")
    var quiet = false

    @Flag(help: "Fail when there are warnings, also about what has no effect.")
    var strict = false

    @OptionGroup var selection: ServiceArguments

    func run(in session: Session) async throws {
        let view = view.view
        var options = omission.options
        if view == .variables { options.interpolates = false }
        let names = view.honoursSelection ? selection.names : []
        let loaded = try session.load(
            selecting: names, options: options,
            checking: { strict && !$0.holdsVariables ? unhonoured(in: $0) : [] })
        if strict { try refuseWarnings(of: loaded) }
        let pinning = view == .project ? try await pinning.pinning(of: loaded, session) : .none
        if quiet { return }
        try write(try view.text(of: loaded, format: self.view.format, pinning), in: session)
    }

    private func refuseWarnings(of loaded: LoadedProject) throws {
        let count = loaded.diagnostics.count
        guard count > 0 else { return }
        throw Failure(
            .invalidFile, "\(count) \(count == 1 ? "warning" : "warnings"), which --strict takes for errors")
    }

    /// Prints a text, or puts it into the file of `-o`: as a whole, unless that is a link, a device or a pipe.
    private func write(_ text: String, in session: Session) throws {
        guard let output else { return try session.output.write(text) }
        do throws(SystemError) {
            let old = try linkStatus(output)
            if old == nil || old?.kind == .regular {
                try replaceFile(output, text, mode: old?.mode ?? 0o666)
            } else {
                try writeFile(output, text)
            }
        } catch {
            throw Failure(.runtime, "cannot write \"\(output)\": \(error.reason)")
        }
    }
}

/// The options of `config` about what is printed.
struct ConfigViewOptions: ParsableArguments {
    @Option(help: ArgumentHelp("yaml or json.", valueName: "format"))
    var format: ConfigFormat?

    @Flag(help: "Print the names of the services.")
    var services = false

    @Flag(help: "Print the names of the networks.")
    var networks = false

    @Flag(help: "Print the names of the volumes.")
    var volumes = false

    @Flag(help: "Print the names of the models.")
    var models = false

    @Flag(help: "Print the names of the images.")
    var images = false

    @Flag(help: "Print the names of the profiles.")
    var profiles = false

    @Flag(help: "Print the variables that the files mention, with their defaults.")
    var variables = false

    @Flag(help: "Print the variables that interpolation uses; as JSON, with where they are from.")
    var environment = false

    @Option(
        help: ArgumentHelp(
            "Print the digests of services' definitions; \"*\" for all.", valueName: "services")
    )
    var hash: String?

    @Option(
        help: ArgumentHelp(
            "Print a part and where each value in it is from: web, web.environment.TAG, networks.default.",
            valueName: "path"))
    var explain: String?

    /// What is asked for; of several, the reference's choice.
    var view: ConfigView {
        if let explain { return .explanation(explain) }
        if services { return .services }
        if volumes { return .volumes }
        if networks { return .networks }
        if models { return .models }
        if let hash, !hash.isEmpty { return .digests(hash) }
        if profiles { return .profiles }
        if images { return .images }
        if variables { return .variables }
        return environment ? .environment : .project
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

/// The options of `config` that ask registries for digests.
struct ConfigPinningOptions: ParsableArguments {
    @Flag(help: "Pin images to the digests that their registries have now.")
    var resolveImageDigests = false

    @Flag(help: "Print a file that pins the images, to be used as an override.")
    var lockImageDigests = false

    /// What becomes of images; asks registries when the options want it.
    func pinning(of loaded: LoadedProject, _ session: Session) async throws -> ImagePinning {
        if lockImageDigests { return .alone(try await session.pins(of: loaded.images)) }
        return resolveImageDigests ? .pinned(try await session.pins(of: loaded.images)) : .none
    }
}
