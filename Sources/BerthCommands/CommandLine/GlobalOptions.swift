import ArgumentParser
import TerminalUI

/// The options that may stand before and after every command word.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: [.customShort("f"), .long],
        help: ArgumentHelp("A Compose file; may be given several times.", valueName: "path"))
    var file: [String] = []

    @Option(
        name: [.customShort("p"), .long], help: ArgumentHelp("The name of the project.", valueName: "name"))
    var projectName: String?

    @Option(
        help: ArgumentHelp(
            "The directory that relative paths start from (default: that of the first file).",
            valueName: "path"))
    var projectDirectory: String?

    @Option(
        help: ArgumentHelp(
            "A file with variables, instead of \".env\"; may be given several times.", valueName: "path"))
    var envFile: [String] = []

    @Option(help: ArgumentHelp("A profile to enable; may be given several times.", valueName: "name"))
    var profile: [String] = []

    @Option(help: ArgumentHelp("How progress is shown: auto, tty, plain, json or quiet.", valueName: "kind"))
    var progress: ProgressMode?

    @Option(
        help: ArgumentHelp("When control characters are printed: never, always or auto.", valueName: "when"))
    var ansi: ANSIMode?

    @Option(help: ArgumentHelp("The most steps at once; -1 for no limit.", valueName: "number"))
    var parallel: Int?

    @Flag(help: "Say what would be done, and do nothing.")
    var dryRun = false

    @Flag(help: "Keep networks and volumes that no service uses.")
    var allResources = false

    @Flag(help: .hidden)
    var verbose = false

    @Flag(help: .hidden)
    var noAnsi = false
}

/// How progress is shown (`--progress`).
enum ProgressMode: String, Sendable, Hashable, CaseIterable, ExpressibleByArgument {
    /// A live tree on a terminal, lines elsewhere.
    case auto
    /// A live tree.
    case tty
    /// A line for each change.
    case plain
    /// A JSON object for each change.
    case json
    /// Nothing.
    case quiet
}
