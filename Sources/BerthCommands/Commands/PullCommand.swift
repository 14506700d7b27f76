import ArgumentParser
import BerthImages
import BerthModel
import BerthPlanner
import TerminalUI

/// `berth pull`.
struct PullCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Pull the images of services.")
    static var honoursDryRun: Bool { false }

    @Flag(help: "Warn about images that cannot be pulled, and go on.")
    var ignorePullFailures = false

    @Flag(help: "Pull the images of the services that the named ones depend on too.")
    var includeDeps = false

    @Option(help: ArgumentHelp("When images are pulled: always or missing.", valueName: "policy"))
    var policy: PullChoice?

    @Flag(name: [.customShort("q"), .long], help: "Do not show progress.")
    var quiet = false

    @Flag(help: .hidden)
    var noParallel = false

    @OptionGroup var selection: ServiceArguments

    func run(in session: Session) async throws {
        let project = try session.project(selecting: selection.names)
        let wanted = images(of: project)
        let store = try ImageStore(session.installation)
        let failures = try await session.withProgress("Pulling", isShown: !quiet) { display in
            await withTaskGroup(of: (any Error)?.self) { group in
                for image in wanted {
                    group.addTask { @Sendable in await pull(image, into: store, session, display) }
                }
                return await group.compactMap(\.self).reduce(into: []) { $0.append($1) }
            }
        }
        try report(failures, in: session)
    }

    /// Pulls an image and returns what went wrong, if anything.
    private func pull(
        _ image: String, into store: ImageStore, _ session: Session, _ display: any ProgressDisplay
    ) async -> (any Error)? {
        let policy = policy?.policy ?? .always
        do {
            let reference = try ImageReference(image)
            _ = try await session.transfer("Image \(image)", "Pulling", "Pulled", display) { progress in
                try await store.pull(reference, policy: policy, progress: progress)
            }
            return nil
        } catch {
            return error
        }
    }

    /// The images of the services that are meant, each once; those that are never pulled are left out.
    private func images(of project: Project) -> [String] {
        var names = selection.names
        if includeDeps, !names.isEmpty {
            let edges = project.services.map { ($0.name, $0.dependencies.map(\.service)) }
            names = ServiceGraph(Dictionary(edges) { first, _ in first }).closure(of: names)
        }
        let services = project.services.filter { names.isEmpty || names.contains($0.name) }
        return Set(services.filter { $0.pullPolicy != .never }.map(\.image)).sorted()
    }

    private func report(_ errors: [any Error], in session: Session) throws {
        var failures = FailureList()
        for error in errors {
            if error is CancellationError { throw error }
            if ignorePullFailures { try session.warn("\(error)") } else { failures.append(error) }
        }
        try failures.throwIfAny()
    }
}
