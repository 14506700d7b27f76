import ArgumentParser
import BerthControl
import BerthModel
import TerminalUI

/// `berth up`.
struct UpCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Create and start containers.",
        discussion: """
            Without -d and --wait the logs are shown until every container has ended. Ctrl-C stops the \
            containers; a second one kills them.
            """)

    @OptionGroup(title: "What is brought up") var creation: UpCreationOptions
    @OptionGroup(title: "What is waited for") var waiting: UpWaitingOptions
    @OptionGroup(title: "What is shown") var attachment: UpAttachmentOptions
    @OptionGroup var timeout: TimeoutOption
    @OptionGroup var selection: ServiceArguments

    func validate() throws {
        if creation.build, creation.noBuild {
            throw ValidationError("--build and --no-build are incompatible")
        }
        if creation.forceRecreate, creation.noRecreate {
            throw ValidationError("--force-recreate and --no-recreate are incompatible")
        }
        let isDetached = waiting.detach || waiting.wait || creation.noStart
        if isDetached, attachment.end.isAborting {
            throw ValidationError("--abort-on-container-exit and its like are incompatible with detaching")
        }
        if waiting.waitTimeout != nil, !waiting.wait {
            throw ValidationError("--wait-timeout needs --wait")
        }
    }

    func run(in session: Session) async throws {
        let project = try session.projectToBringUp(selecting: selection.names)
        var request = try request(for: project, session)
        let stack = Stack(name: project.name, project: project)
        for name in [attachment.exitCodeFrom].compactMap(\.self) + attachment.attach + attachment.noAttach
        where !stack.defines(name) {
            throw Failure(.notFound, "no such service: \(name)")
        }
        if session.settings.isDryRun {
            return try session.output.writeLines(session.dryRun(request, creation.buildChoice))
        }
        request.project = try await session.built(
            request, creation.buildChoice, isShown: !creation.quietBuild)
        if waiting.detach || waiting.wait || creation.noStart {
            try await session.ask(.up(request), of: stack, title: "Running", hiding: creation.hiddenProgress)
        } else {
            try await AttachedUp(
                request: request, stack: stack, options: attachment, hiddenProgress: creation.hiddenProgress,
                session: session
            ).run()
        }
    }

    /// What is asked of the supervisor.
    private func request(for project: Project, _ session: Session) throws -> UpRequest {
        var request = UpRequest(project: project)
        request.services = selection.names
        request.environment = session.environment
        try creation.apply(to: &request)
        request.removesOrphans =
            creation.removeOrphans || isTrue(session.environment["COMPOSE_REMOVE_ORPHANS"])
        request.stopTimeout = timeout.duration
        request.wait = waiting.wait ? .healthy : .started
        request.waitTimeout = waiting.waitTimeout.map { .seconds($0) }
        request.parallelism = session.settings.parallelism
        return request
    }
}
