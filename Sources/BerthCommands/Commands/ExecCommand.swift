import ArgumentParser
import BerthModel
import LinuxSystem
import OCIRuntime
import TerminalUI

/// `berth exec`.
struct ExecCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "exec", abstract: "Run a command in a running container.",
        discussion: """
            Everything after the service belongs to the command. It gets a terminal when standard input and \
            standard output are terminals. The exit status is the command's own.
            """)
    static var honoursDryRun: Bool { false }

    @Option(
        name: [.customShort("e"), .long],
        help: ArgumentHelp("Set a variable; may be given several times.", valueName: "name=value"))
    var env: [String] = []

    @Option(
        help: ArgumentHelp(
            "The number of the container (default: the lowest that runs).", valueName: "number"))
    var index: Int?

    @Flag(name: [.customShort("T"), .customLong("no-tty")], help: "Do not give it a terminal.")
    var noTTY = false

    @Flag(help: "Give it all capabilities.")
    var privileged = false

    @Option(
        name: [.customShort("u"), .long], help: ArgumentHelp("Run it as a user.", valueName: "user[:group]"))
    var user: String?

    @Option(
        name: [.customShort("w"), .long], help: ArgumentHelp("Run it in a directory.", valueName: "path"))
    var workdir: String?

    @Flag(name: [.customShort("i"), .long], help: .hidden)
    var interactive = false

    @Flag(name: [.customShort("t"), .long], help: .hidden)
    var tty = false

    @Flag(name: .customLong("no-TTY"), help: .hidden)
    var noTTYInCapitals = false

    @Argument(help: "The service.")
    var service: String

    @Argument(help: ArgumentHelp("The command and its arguments.", valueName: "command"))
    var command: [String]

    func run(in session: Session) async throws {
        let container = try await container(in: session)
        let state = session.installation.runtimeState
        let runtime =
            try container.runtime.map { Runtime(program: $0, stateDirectory: state) }
            ?? .choose(stateDirectory: state)
        let process = try process(in: container, session)
        // The runtime passes its own on to the process, which is to have that of the container's first.
        setFileModeMask(0o022)
        // A Ctrl-C reaches the command by itself, as a process of the same terminal; it is for it to act on.
        let status = try await session.interruptions.received(by: { $0 == .interrupt }) {
            do { return try await runtime.execute(process, in: container.id) } catch let error as RuntimeError
            {
                throw ExecFailure(error)
            }
        }
        if status != 0 { throw ExitCode(status) }
    }

    private func container(in session: Session) async throws -> ContainerStatus {
        let stack = try session.stack(selecting: [service])
        let candidates = try await session.containers(of: stack).filter {
            $0.service == service && $0.state == .running
        }
        guard let found = candidates.first(where: { index == nil || $0.number == index }) else {
            let number = index.map { " #\($0)" } ?? ""
            throw Failure(
                .notFound, "service \"\(service)\" has no running container\(number)",
                remedy: "\"berth ps -a\" shows what there is")
        }
        return candidates.count > 1 && index == nil
            ? candidates.min { $0.number < $1.number } ?? found : found
    }

    /// The process: what the container's own has, changed by the options.
    private func process(in container: ContainerStatus, _ session: Session) throws -> RuntimeSpec.Process {
        var process = try RuntimeSpec(bundle: session.installation.bundle(container.id)).process
        process.args = command
        if privileged {
            process.capabilities = .init(try availableCapabilities())
            process.apparmorProfile = nil
        }
        process.terminal = !noTTY && !noTTYInCapitals && isTerminal(0) && session.output.isTerminal
        if process.terminal, let size = TerminalSize(of: 0) {
            process.consoleSize = .init(height: size.rows, width: size.columns)
        }
        if let workdir { process.cwd = workdir }
        if let user {
            let resolved = try ContainerUser(user, in: RootedDirectory("/proc/\(container.pid ?? 0)/root"))
            process.user = resolved.user
            process.env.setVariable("HOME", to: resolved.home)
        }
        if process.terminal, !process.env.contains(where: { $0.hasPrefix("TERM=") }) {
            process.env.setVariable("TERM", to: "xterm")
        }
        for entry in env {
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // A name alone takes the value it has here.
            guard let value = parts.count > 1 ? String(parts[1]) : session.environment[entry] else {
                continue
            }
            process.env.setVariable(String(parts[0]), to: value)
        }
        return process
    }
}

extension [String] {
    /// Sets a variable of an environment, in its place or at the end.
    fileprivate mutating func setVariable(_ name: String, to value: String) {
        let entry = "\(name)=\(value)"
        guard let place = firstIndex(where: { $0.hasPrefix("\(name)=") }) else { return append(entry) }
        self[place] = entry
    }
}

/// A command that could not be run in a container, with the exit status that shells have for it.
struct ExecFailure: Error {
    /// 127 when there is no such program, 126 when it may not be run.
    let status: Int32

    /// Takes the status of what the runtime said.
    init(_ error: RuntimeError) { status = error.exitStatus }
}
