import ArgumentParser
import BerthImages
import TerminalUI

/// `berth images`.
struct ImagesCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "images", abstract: "List the images that are here.")

    @Option(help: ArgumentHelp("table or json.", valueName: "format"))
    var format = ListFormat.table

    @Flag(name: [.customShort("q"), .long], help: "Print the ids alone.")
    var quiet = false

    func run(in session: Session) throws {
        let images = try ImageStore(session.installation).list()
        let rows = images.flatMap(ImageRow.rows(of:))
        try session.output.writeLines(lines(of: rows))
    }

    private func lines(of rows: [ImageRow]) throws -> [String] {
        if quiet { return rows.map(\.shortID).reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
        return format == .json ? [try jsonLine(rows)] : imageTable(rows, now: secondsNow())
    }
}
