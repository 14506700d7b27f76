import ArgumentParser
import BerthControl
import BerthModel

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
        try await session.ask(.down(request), of: stack, title: "Removing")
    }
}
