import ArgumentParser
import TerminalUI

/// `berth system df`.
struct SystemDiskUsageCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "system df",
        abstract: "Show what images, containers, volumes and builds take on the disk.",
        discussion: """
            What several images share is counted once. Orphans are what no record knows; there are none, \
            unless something was killed and nothing came after it.
            """)

    @Flag(name: [.customShort("v"), .long], help: "List everything with its size.")
    var details = false

    @Option(help: ArgumentHelp("table or json.", valueName: "format"))
    var format = ListFormat.table

    func run(in session: Session) async throws {
        let usage = try await StorageUsage(session.installation)
        try session.output.writeLines(lines(of: usage))
    }

    private func lines(of usage: StorageUsage) throws -> [String] {
        if format == .json { return try usage.rows.map { try jsonLine($0) } }
        if details { return usage.details(now: secondsNow()) }
        var table = Table(["TYPE", "TOTAL", "ACTIVE", "SIZE", "RECLAIMABLE"])
        for row in usage.rows { table.append(row.cells) }
        return table.lines()
    }
}
