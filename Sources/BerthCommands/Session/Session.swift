import BerthModel
import LinuxSystem
import TerminalUI

/// What a command is given by the process it runs in.
struct Session: Sendable {
    /// What the global options and the environment say.
    let settings: Settings
    /// The variables of the process.
    let environment: [String: String]
    /// The absolute path of the current directory.
    let workingDirectory: String
    /// Where the state of stacks is kept.
    let installation: Installation
    /// Where results go.
    let output: DescriptorOutput
    /// Where everything else goes.
    let errors: DescriptorOutput
    /// The signals of the terminal.
    let interruptions: Interruptions

    /// Reads what belongs to this process.
    init(settings: Settings, environment: [String: String], interruptions: Interruptions) throws {
        self.settings = settings
        self.environment = environment
        self.interruptions = interruptions
        workingDirectory = try Self.workingDirectory(named: environment["PWD"])
        installation = Installation(environment: environment)
        output = try .standardOutput()
        errors = try .standardError()
    }

    /// The current directory by the name that the shell gives it, which may lead through symbolic links.
    private static func workingDirectory(named name: String?) throws -> String {
        let directory = try currentDirectory()
        guard let name, name.hasPrefix("/"), try fileStatus(name) == fileStatus(directory) else {
            return directory
        }
        return name
    }

    /// How results are coloured; `--no-color` of a command forbids it.
    func styling(of output: DescriptorOutput, allowsColour: Bool = true) -> Styling {
        guard allowsColour else { return .plain }
        return Styling(settings.ansi, isTerminal: output.isTerminal, noColour: environment["NO_COLOR"])
    }

    /// Prints a warning.
    func warn(_ text: String) throws { try errors.write("berth: warning: \(text)\n") }
}

extension Installation {
    /// The installation that the environment names, or the system's.
    init(environment: [String: String]) {
        func directory(_ name: String, _ standard: String) -> String {
            environment[name].flatMap { $0.isEmpty ? nil : $0 } ?? standard
        }
        self.init(
            root: directory("BERTH_ROOT", "/var/lib/berth"),
            runtime: directory("BERTH_RUNTIME_DIR", "/run/berth"))
    }
}
