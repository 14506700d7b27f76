import ArgumentParser
import BerthImages
import TerminalUI

/// `berth logout`.
struct LogoutCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "Forget the login to a registry.")
    static var privilege: Privilege { .none }
    static var honoursDryRun: Bool { false }

    @Argument(help: ArgumentHelp("The registry; Docker's when there is none.", valueName: "registry"))
    var registry: String?

    func run(in session: Session) async throws {
        let name = registryName(registry)
        let logins = try RegistryLogins(environment: session.environment)
        let files = try await logins.logOut(of: name)
        try session.output.writeLines(
            files.isEmpty
                ? ["Not logged in to \(name)"] : files.map { "Removed the login to \(name) from \($0)" })
        if try await logins.isKnownToDocker(name) {
            try session.warn(
                "Docker's configuration has a login to \(name) still; remove it with: docker logout")
        }
    }
}
