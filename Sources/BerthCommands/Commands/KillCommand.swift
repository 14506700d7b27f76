import ArgumentParser
import BerthControl
import BerthModel
import TerminalUI

/// `berth kill`.
struct KillCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "kill", abstract: "Send a signal to containers.")
    static var honoursDryRun: Bool { false }

    @Option(
        name: [.customShort("s"), .long],
        help: ArgumentHelp("The signal's name or number.", valueName: "signal"))
    var signal = "SIGKILL"

    @OptionGroup var selection: ServiceArguments

    func run(in session: Session) async throws {
        let stack = try session.stack(selecting: selection.names)
        guard try await session.containers(of: stack).contains(where: { $0.state == .running }) else {
            return try session.errors.write("No container to kill\n")
        }
        try await session.ask(
            .kill(KillRequest(services: selection.names, signal: signal)), of: stack, title: "Killing")
    }
}
