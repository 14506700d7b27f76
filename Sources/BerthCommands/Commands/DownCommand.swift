import ArgumentParser
import BerthControl
import BerthModel
import BerthStore
import TerminalUI

/// `berth down`.
struct DownCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "down", abstract: "Stop and remove containers and networks.")

    @Flag(help: "Remove containers of services that the project does not define too.")
    var removeOrphans = false

    @OptionGroup var timeout: TimeoutOption

    @Flag(name: [.customShort("v"), .long], help: "Remove the volumes of the project too.")
    var volumes = false

    @OptionGroup var selection: ServiceArguments

    func run(in session: Session) async throws {
        let stack = try session.stack(selecting: selection.names)
        var request = DownRequest()
        request.services = selection.names
        request.removesVolumes = volumes
        request.removesOrphans = removeOrphans || isTrue(session.environment["COMPOSE_REMOVE_ORPHANS"])
        request.timeout = timeout.duration
        request.project = stack.project
        let store = try Store(session.installation)
        let isEmpty =
            try store.containers(project: stack.name).isEmpty && store.networks(project: stack.name).isEmpty
        try await session.ask(.down(request), of: stack, title: "Removing")
        if isEmpty, !volumes {
            try session.errors.write("Warning: No resource found to remove for project \"\(stack.name)\".\n")
        }
    }
}
