import ArgumentParser
import BerthImages
import BerthModel
import TerminalUI

/// `berth push`.
struct PushCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Push the images that services build, or images by their names.",
        discussion: """
            A word with a slash, a colon or an at sign is the name of an image, which is pushed without a \
            project.
            """)
    static var honoursDryRun: Bool { false }

    @Flag(help: "Warn about images that cannot be pushed, and go on.")
    var ignorePushFailures = false

    @Flag(help: "Push the images of the services that the named ones depend on too.")
    var includeDeps = false

    @Flag(name: [.customShort("q"), .long], help: "Do not show progress.")
    var quiet = false

    @Argument(help: ArgumentHelp("Services or images; all services when there are none.", valueName: "name"))
    var names: [String] = []

    func run(in session: Session) async throws {
        let operands = ImageOperands(names)
        var items = operands.images.map { ImageTransfers.Item(image: $0) }
        if !operands.needsNoProject {
            let project = try session.project(selecting: operands.services)
            items += operands.services(of: project, withDependencies: includeDeps).flatMap(items(for:))
        }
        let store = try ImageStore(session.installation)
        let transfers = ImageTransfers(
            words: ("Pushing", "Pushed"), toleratesFailures: ignorePushFailures, isShown: !quiet)
        try await transfers.run(Set(items).sorted { $0.image < $1.image }, in: session) { item, progress in
            try await store.push(
                ImageReference(item.image), environment: session.environment, progress: progress)
        }
    }

    /// A service's image with its other tags, when it is built here and has a name of its own.
    private func items(for service: Service) -> [ImageTransfers.Item] {
        guard service.imageLocation != nil else {
            return [ImageTransfers.Item(image: service.name, skipped: "the service has no image attribute")]
        }
        guard let build = service.build else {
            return [ImageTransfers.Item(image: service.image, skipped: "it is not built here")]
        }
        return ([service.image] + build.tags).map { ImageTransfers.Item(image: $0) }
    }
}
