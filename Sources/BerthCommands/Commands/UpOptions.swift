import ArgumentParser
import BerthControl
import BerthModel

/// The options of `up` about what is brought about.
struct UpCreationOptions: ParsableArguments {
    @Flag(help: "Recreate containers even if nothing of them changed.")
    var forceRecreate = false

    @Flag(help: "Keep containers even if their definition changed.")
    var noRecreate = false

    @Flag(help: "Create the containers and do not start them.")
    var noStart = false

    @Flag(help: "Leave out the services that the named ones depend on.")
    var noDeps = false

    @Flag(help: "Remove containers of services that the project does not define.")
    var removeOrphans = false

    @Flag(
        name: [.customShort("V"), .long],
        help: "Give containers that are replaced new volumes in place of their anonymous ones.")
    var renewAnonVolumes = false

    @Option(help: ArgumentHelp("When images are pulled: always, missing or never.", valueName: "policy"))
    var pull: PullChoice?

    @Option(
        help: ArgumentHelp("A number of containers; may be given several times.", valueName: "service=number")
    )
    var scale: [ServiceScale] = []

    @Flag(help: "Build images before starting containers.")
    var build = false

    @Flag(help: "Build no image, even when it is missing.")
    var noBuild = false

    @Flag(help: "Build without showing progress.")
    var quietBuild = false

    @Flag(help: "Pull without showing progress.")
    var quietPull = false

    @Flag(name: [.customShort("y"), .long], help: "Answer every question by yes; none is asked.")
    var yes = false

    /// Which images are built.
    var buildChoice: BuildChoice { build ? .always : noBuild ? .never : .asNeeded }

    /// What no progress is shown of.
    var hiddenProgress: ProgressEvent.Subject? { quietPull ? .image : nil }

    /// Puts the options into a request; fails for a service that the project does not define.
    func apply(to request: inout UpRequest) throws {
        request.recreation = forceRecreate ? .force : noRecreate ? .never : .diverged
        request.startsContainers = !noStart
        request.renewsAnonymousVolumes = renewAnonVolumes
        request.includesDependencies = !noDeps
        request.pullPolicy = pull?.policy
        for choice in scale {
            guard request.project.service(named: choice.service) != nil else {
                throw Failure(.notFound, "no such service: \"\(choice.service)\" (--scale)")
            }
            request.scale[choice.service] = choice.number
        }
    }
}

/// The options of `up` about what is waited for.
struct UpWaitingOptions: ParsableArguments {
    @Flag(name: [.customShort("d"), .long], help: "Leave the containers running and return.")
    var detach = false

    @Flag(help: "Wait until services run or, with a health check, are healthy; then return.")
    var wait = false

    @Option(help: ArgumentHelp("How long --wait may take.", valueName: "seconds"))
    var waitTimeout: Int?
}

/// The options of `up` about the logs that are shown, and when that ends.
struct UpAttachmentOptions: ParsableArguments {
    @Flag(help: "Stop everything when a container ends.")
    var abortOnContainerExit = false

    @Flag(help: "Stop everything when a container fails.")
    var abortOnContainerFailure = false

    @Option(
        help: ArgumentHelp(
            "Exit with the status of a service's container; everything is stopped when one ends.",
            valueName: "service"))
    var exitCodeFrom: String?

    @Option(
        help: ArgumentHelp(
            "Show the logs of this service alone; may be given several times.", valueName: "service"))
    var attach: [String] = []

    @Flag(help: "Show the logs of the services that the named ones depend on too.")
    var attachDependencies = false

    @Option(
        help: ArgumentHelp(
            "Do not show the logs of this service; may be given several times.", valueName: "service"))
    var noAttach: [String] = []

    @Flag(help: "Do not colour the names in front of lines.")
    var noColor = false

    @Flag(help: "Do not put names in front of lines.")
    var noLogPrefix = false

    @Flag(help: "Show the time of each line.")
    var timestamps = false

    /// When the whole stack is stopped.
    var end: AttachmentEnd {
        if let exitCodeFrom { return .anyExit(statusOf: exitCodeFrom) }
        if abortOnContainerExit { return .anyExit(statusOf: nil) }
        return abortOnContainerFailure ? .anyFailure : .allExits
    }
}

/// A number of containers of a service (`--scale`).
struct ServiceScale: Sendable, Hashable, ExpressibleByArgument {
    /// The service.
    let service: String
    /// The number.
    let number: Int

    /// Reads `SERVICE=NUMBER`.
    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let number = Int(parts[1]), number >= 0 else { return nil }
        service = String(parts[0])
        self.number = number
    }
}

/// When images are pulled, as a command says it.
enum PullChoice: String, Sendable, CaseIterable, ExpressibleByArgument {
    case always, missing, never
    /// As each service says.
    case policy

    /// The policy that replaces that of every service; nil keeps them.
    var policy: PullPolicy? {
        switch self {
        case .always: .always
        case .missing: .missing
        case .never: .never
        case .policy: nil
        }
    }
}
