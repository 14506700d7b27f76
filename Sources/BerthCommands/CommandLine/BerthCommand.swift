import ArgumentParser

/// A command: options, and what is done with them.
protocol Command: ParsableCommand {
    /// What it needs of the process's privileges.
    static var privilege: Privilege { get }
    /// False when it acts without a plan that a dry run could print: then `--dry-run` is refused.
    static var honoursDryRun: Bool { get }
    /// Does what the options say. Throws `ExitCode` to end with a status that is not a failure of berth.
    func run(in session: Session) async throws
}

/// What a command needs of the process's privileges.
enum Privilege: Sendable {
    /// Nothing: it reads the project's files at most.
    case none
    /// Root: it reads or changes the state of stacks.
    case root
}

extension Command {
    static var privilege: Privilege { .root }
    static var honoursDryRun: Bool { true }
}

/// The root of all commands; by itself it prints what there is.
struct BerthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "berth",
        abstract: "Run the containers of a Compose file, without a daemon.",
        usage: "berth [<global options>] <command> [<options>]",
        discussion: "The global options may stand before the command and after it.",
        groupedSubcommands: [
            CommandGroup(
                name: "Lifecycle",
                subcommands: [
                    UpCommand.self, DownCommand.self, StartCommand.self, StopCommand.self,
                    RestartCommand.self,
                    KillCommand.self,
                ]),
            CommandGroup(
                name: "Inspection",
                subcommands: [
                    PsCommand.self, LogsCommand.self, ExecCommand.self, LsCommand.self, ConfigCommand.self,
                ]),
            CommandGroup(
                name: "Image",
                subcommands: [
                    BuildCommand.self, PullCommand.self, PushCommand.self, LoadCommand.self,
                    SaveCommand.self, ImagesCommand.self, RmiCommand.self, ImagePruneCommand.self,
                    LoginCommand.self, LogoutCommand.self,
                ]),
            CommandGroup(
                name: "Other", subcommands: [SystemDiskUsageCommand.self, VersionCommand.self]),
        ])

    @OptionGroup(title: "Global options")
    var globals: GlobalOptions
}
