import ArgumentParser
import BerthImages
import BerthModel
import TerminalUI

/// `berth pull`.
struct PullCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Pull the images of services, or images by their names.",
        discussion: """
            A word with a slash, a colon or an at sign is the name of an image, such as redis:7, which is \
            pulled without a project. TRANSPORT:PLACE takes an image from another program: docker-daemon:NAME, \
            containers-storage:NAME, oci:PATH[:NAME], oci-archive:PATH[:NAME], docker-archive:PATH[:NAME] or \
            dir:PATH.
            """)
    static var honoursDryRun: Bool { false }

    @Flag(help: "Leave out images that can be built.")
    var ignoreBuildable = false

    @Flag(help: "Warn about images that cannot be pulled, and go on.")
    var ignorePullFailures = false

    @Flag(help: "Pull the images of the services that the named ones depend on too.")
    var includeDeps = false

    @Option(
        help: ArgumentHelp(
            "What images by name are to be made for, such as linux/arm64.", valueName: "platform"))
    var platform: Platform?

    @Option(help: ArgumentHelp("When images are pulled: always or missing.", valueName: "policy"))
    var policy: PullChoice?

    @Flag(name: [.customShort("q"), .long], help: "Do not show progress.")
    var quiet = false

    @Flag(help: .hidden)
    var noParallel = false

    @Argument(help: ArgumentHelp("Services or images; all services when there are none.", valueName: "name"))
    var names: [String] = []

    func run(in session: Session) async throws {
        let operands = ImageOperands(names)
        let store = try ImageStore(session.installation)
        var items = operands.images.map { ImageTransfers.Item(image: $0, platform: platform) }
        var buildable: [String] = []
        if !operands.needsNoProject {
            let project = try session.project(selecting: operands.services)
            let services = operands.services(of: project, withDependencies: includeDeps)
            items += try services.map { try item(for: $0, store) }
            buildable = services.filter { $0.build != nil }.map(\.name)
        }
        let policy = policy?.policy ?? .always
        let transfers = ImageTransfers(
            words: ("Pulling", "Pulled"), toleratesFailures: ignorePullFailures, isShown: !quiet)
        do {
            try await transfers.run(unique(items), in: session) { item, progress in
                if let image = ForeignImage(item.image) {
                    let taken = try await store.take(
                        image, environment: session.environment, progress: progress)
                    return try session.output.writeLines(taken.flatMap(\.lines))
                }
                var request = PullRequest(
                    try ImageReference(item.image), environment: session.environment)
                request.policy = policy
                request.platform = item.platform
                _ = try await store.pull(request, progress: progress)
            }
        } catch {
            if !buildable.isEmpty, !(error is CancellationError) {
                try session.warn("some images can be built: berth build \(buildable.joined(separator: " "))")
            }
            throw error
        }
    }

    /// What is done about the image of a service, by the rules of the reference.
    private func item(for service: Service, _ store: ImageStore) throws -> ImageTransfers.Item {
        guard service.imageLocation != nil else {
            return ImageTransfers.Item(image: service.name, skipped: "the service has no image attribute")
        }
        var item = ImageTransfers.Item(image: service.image, platform: service.platform)
        item.skipped =
            switch policy?.policy ?? service.pullPolicy {
            case .never: "its pull policy is never"
            case .build: "it is built"
            case .missing where try isHere(service, store): "it is here"
            default: service.build != nil && ignoreBuildable ? "it can be built" : nil
            }
        return item
    }

    /// True when an image is here that does not move by its name: the tag `latest` does.
    private func isHere(_ service: Service, _ store: ImageStore) throws -> Bool {
        let reference = try ImageReference(service.image)
        return try reference.tag != "latest" && store.image(reference) != nil
    }

    /// Each image once, as the first service that uses it has it; an image is transferred if any wants it.
    private func unique(_ items: [ImageTransfers.Item]) -> [ImageTransfers.Item] {
        let wanted = Set(items.filter { $0.skipped == nil })
        let names = Set(wanted.map(\.image))
        let skipped = Set(items.filter { $0.skipped != nil && !names.contains($0.image) })
        return wanted.union(skipped).sorted { ($0.image, $0.skipped ?? "") < ($1.image, $1.skipped ?? "") }
    }
}
