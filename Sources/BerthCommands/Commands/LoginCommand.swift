import ArgumentParser
import BerthImages
import BerthModel
import LinuxSystem
import TerminalUI

/// `berth login`.
struct LoginCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Log in to a registry.",
        discussion: """
            The login is kept in $REGISTRY_AUTH_FILE, or in ~/.config/containers/auth.json, which podman, \
            skopeo and buildah read too. Logins of Docker are used without this command.
            """)
    static var privilege: Privilege { .none }
    static var honoursDryRun: Bool { false }

    @Option(name: [.customShort("u"), .long], help: ArgumentHelp("The user.", valueName: "name"))
    var username: String?

    @Option(
        name: [.customShort("p"), .long],
        help: ArgumentHelp("The password; --password-stdin keeps it out of sight.", valueName: "password"))
    var password: String?

    @Flag(help: "Read the password from standard input.")
    var passwordStdin = false

    @Argument(help: ArgumentHelp("The registry; Docker's when there is none.", valueName: "registry"))
    var registry: String?

    func validate() throws {
        if password != nil, passwordStdin {
            throw ValidationError("--password and --password-stdin are incompatible")
        }
        if passwordStdin, username == nil { throw ValidationError("--password-stdin needs --username") }
    }

    func run(in session: Session) async throws {
        let registry = registryName(registry)
        let logins = try RegistryLogins(environment: session.environment)
        let user = try await name(in: session)
        let file = try await logins.logIn(
            to: registry, user: user, password: secret(in: session))
        try session.errors.writeLines(["berth: the login is kept in \(file)"])
        try session.output.writeLines(["Login Succeeded"])
    }

    private func name(in session: Session) async throws -> String {
        if let username { return username }
        return try await session.answer(to: "Username: ", hidesInput: false)
    }

    private func secret(in session: Session) async throws -> String {
        if let password {
            try session.warn("--password is seen by other users of this machine; use --password-stdin")
            return password
        }
        if passwordStdin { return try await readLine(of: 0, hidesInput: false) }
        return try await session.answer(to: "Password: ", hidesInput: true)
    }
}

extension Session {
    /// What the user types after a prompt on the terminal; fails when there is none.
    fileprivate func answer(to prompt: String, hidesInput: Bool) async throws -> String {
        guard isTerminal(0) else {
            throw Failure(
                .usage, "cannot ask for a user and a password: standard input is no terminal",
                remedy: "use --username and --password-stdin")
        }
        try errors.write(prompt)
        let answer = try await readLine(of: 0, hidesInput: hidesInput)
        if hidesInput { try errors.write("\n") }
        return answer
    }
}
