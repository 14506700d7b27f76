import ArgumentParser
import BerthModel
import BerthStore
import TerminalUI

/// `berth ls`.
struct LsCommand: Command {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the projects.")

    @Flag(name: [.customShort("a"), .long], help: "List projects of which nothing runs too.")
    var all = false

    @Option(help: ArgumentHelp("List those of which something holds: name=NAME.", valueName: "filter"))
    var filter: [String] = []

    @Option(help: ArgumentHelp("table or json.", valueName: "format"))
    var format = ListFormat.table

    @Flag(name: [.customShort("q"), .long], help: "Print the names alone.")
    var quiet = false

    func run(in session: Session) throws {
        let names = try filter.map(name(of:))
        let store = try Store(session.installation)
        let files = Dictionary(
            try store.stacks().map { ($0.project.name, $0.project.configFiles) }
        ) { first, _ in first }
        let containers = Dictionary(grouping: try store.containers().map(\.status), by: \.project)
        let entries = containers.sorted { $0.key < $1.key }.compactMap { project, containers in
            names.isEmpty || names.contains { project.contains($0) }
                ? ProjectEntry(
                    name: project, configFiles: files[project] ?? [], containers: containers,
                    includingStopped: all) : nil
        }
        try session.output.writeLines(lines(of: entries))
    }

    private func lines(of entries: [ProjectEntry]) throws -> [String] {
        if quiet { return entries.map(\.name) }
        return format == .json ? [try jsonLine(entries)] : projectTable(entries)
    }

    private func name(of filter: String) throws -> String {
        guard filter.hasPrefix("name=") else {
            throw Failure(.usage, "ls: cannot filter by \"\(filter)\"", remedy: "the filter is \"name=NAME\"")
        }
        return String(filter.dropFirst("name=".count))
    }
}
