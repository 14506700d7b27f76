import ArgumentParser
import BerthModel
import TerminalUI

/// `berth version`.
struct VersionCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version of berth.")
    static var privilege: Privilege { .none }

    @Option(name: [.customShort("f"), .long], help: ArgumentHelp("pretty or json.", valueName: "format"))
    var format = VersionFormat.pretty

    @Flag(help: "Print the number alone.")
    var short = false

    func run(in session: Session) throws {
        try session.output.write(text + "\n")
    }

    /// What is printed.
    var text: String {
        if short { return berthVersion }
        switch format {
        case .pretty: return "berth version \(berthVersion)"
        case .json: return "{\"version\":\"\(berthVersion)\"}"
        }
    }
}

/// How the version is printed.
enum VersionFormat: String, Sendable, CaseIterable, ExpressibleByArgument {
    case pretty, json
}
