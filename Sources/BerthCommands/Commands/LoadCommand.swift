import ArgumentParser
import BerthImages
import BerthModel
import LinuxSystem
import TerminalUI

/// `berth load`.
struct LoadCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Take images out of an archive.",
        discussion:
            "The archive is what \"docker save\" writes, or an OCI layout as a tar file, compressed or not."
    )
    static var honoursDryRun: Bool { false }

    @Option(
        name: [.customShort("i"), .long],
        help: ArgumentHelp("The archive (default: standard input).", valueName: "path"))
    var input: String?

    @Flag(name: [.customShort("q"), .long], help: "Do not show progress.")
    var quiet = false

    func run(in session: Session) async throws {
        if input == nil, isTerminal(0) {
            throw Failure(
                .usage, "cannot read an archive from a terminal", remedy: "name a file with: -i FILE")
        }
        let input = input ?? "/dev/stdin"
        let store = try ImageStore(session.installation)
        let images = try await session.withProgress("Loading", isShown: !quiet) { display in
            try await session.transfer("Image \(input)", "Loading", "Loaded", display) { progress in
                try await store.load(input, progress: progress)
            }
        }
        try session.output.writeLines(images.flatMap(\.lines))
    }
}

extension LoadedImage {
    /// What a person is told of it: its names, or else its id.
    var lines: [String] {
        references.isEmpty
            ? ["Loaded image ID: \(id)"] : references.map { "Loaded image: \($0.familiar)" }
    }
}
