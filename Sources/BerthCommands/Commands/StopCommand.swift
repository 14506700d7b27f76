import ArgumentParser
import BerthControl

/// `berth stop`.
struct StopCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stop containers and keep them.")

    @OptionGroup var timeout: TimeoutOption
    @OptionGroup var selection: ServiceArguments

    func run(in session: Session) async throws {
        let stack = try session.stack(selecting: selection.names)
        guard try await !session.containers(of: stack).isEmpty else { return }
        try await session.ask(
            .stop(StopRequest(services: selection.names, timeout: timeout.duration)), of: stack,
            title: "Stopping")
    }
}
