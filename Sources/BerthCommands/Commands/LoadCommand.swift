import ArgumentParser
import BerthImages
import TerminalUI

/// `berth load`.
struct LoadCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Take images out of an archive.",
        discussion:
            "The archive is what \"docker save\" writes, or an OCI layout as a tar file, compressed or not."
    )
    static var honoursDryRun: Bool { false }

    @Option(name: [.customShort("i"), .long], help: ArgumentHelp("The archive.", valueName: "path"))
    var input: String

    @Flag(name: [.customShort("q"), .long], help: "Do not show progress.")
    var quiet = false

    func run(in session: Session) async throws {
        let store = try ImageStore(session.installation)
        let images = try await session.withProgress("Loading", isShown: !quiet) { display in
            try await session.transfer("Image \(input)", "Loading", "Loaded", display) { progress in
                try await store.load(input, progress: progress)
            }
        }
        try session.output.writeLines(
            images.flatMap { image in
                image.references.isEmpty
                    ? ["Loaded image ID: \(image.id)"]
                    : image.references.map { "Loaded image: \($0.familiar)" }
            })
    }
}
