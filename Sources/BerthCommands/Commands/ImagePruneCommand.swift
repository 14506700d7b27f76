import ArgumentParser
import BerthImages
import BerthLogs
import BerthModel
import BerthStore
import LinuxSystem
import OCIRuntime
import TerminalUI

/// `berth image prune`.
struct ImagePruneCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "image prune", abstract: "Remove images that have no name and no container.")
    static var honoursDryRun: Bool { false }

    @Flag(name: [.customShort("a"), .long], help: "Remove those with a name too.")
    var all = false

    @Option(
        help: ArgumentHelp(
            "Only images made before a time: until=TIME, or until=24h for an age.", valueName: "filter"))
    var filter: [String] = []

    @Flag(name: [.customShort("f"), .long], help: "Do not ask.")
    var force = false

    func run(in session: Session) async throws {
        let pruning = Pruning(all ? .all : .nameless, until: try until())
        guard try await isWanted(in: session) else { return }
        let store = try Store(session.installation)
        let images = try ImageStore(session.installation)
        let pruned = try await images.prune(pruning) { image in
            try store.containers().contains { $0.uses(imageID: image.id) }
        }
        let lines = pruned.images.flatMap { image in
            image.references.map { "untagged: \($0.familiar)" } + ["deleted: \(image.id)"]
        }
        try session.output.writeLines(
            (lines.isEmpty ? [] : ["Deleted Images:"] + lines + [""])
                + ["Total reclaimed space: \(byteText(pruned.reclaimed))"])
    }

    /// The earliest of the times that the filters give, in seconds since 1970.
    private func until() throws -> Double? {
        let now = LogTimestamp(nanoseconds: Int64(secondsNow() * 1e9))
        let offset = localTimeOffset(at: now.nanoseconds / 1_000_000_000)
        return try filter.map { filter in
            guard filter.hasPrefix("until=") else {
                throw Failure(.usage, "image prune: --filter takes until=TIME, not \"\(filter)\"")
            }
            let text = String(filter.dropFirst("until=".count))
            let moment = try LogMoment(parsing: text, now: now, localOffset: offset)
            return Double(moment.timestamp.nanoseconds) / 1e9
        }.min()
    }

    /// Asks on a terminal whether to go on.
    private func isWanted(in session: Session) async throws -> Bool {
        if force { return true }
        guard isTerminal(0) else {
            throw Failure(
                .usage, "cannot ask whether to remove images: standard input is no terminal",
                remedy: "use --force")
        }
        let what = all ? "all images without a container" : "all images without a name and a container"
        try session.errors.write("This will remove \(what).\nAre you sure you want to continue? [y/N] ")
        return try await ["y", "yes"].contains(readLine(of: 0, hidesInput: false).lowercased())
    }
}
