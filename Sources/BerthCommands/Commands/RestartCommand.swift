import ArgumentParser
import BerthControl

/// `berth restart`.
struct RestartCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "restart", abstract: "Stop containers and start them again.",
        discussion: "Changes of the Compose file are not applied; \"berth up\" does that.")

    @OptionGroup var timeout: TimeoutOption
    @OptionGroup var selection: ServiceArguments

    func run(in session: Session) async throws {
        let stack = try session.stack(selecting: selection.names)
        guard try await !session.containers(of: stack).isEmpty else { return }
        try await session.ask(
            .restart(StopRequest(services: selection.names, timeout: timeout.duration)), of: stack,
            title: "Restarting")
    }
}
