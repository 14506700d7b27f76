import ArgumentParser
import BerthImages
import BerthModel
import LinuxSystem
import TerminalUI

/// `berth save`.
struct SaveCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Write images to an archive.",
        discussion: "The archive can be read by berth, docker, podman and skopeo.")
    static var honoursDryRun: Bool { false }

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("The archive (default: standard output).", valueName: "path"))
    var output: String?

    @Option(help: ArgumentHelp("docker-archive or oci-archive.", valueName: "format"))
    var format = ArchiveFormat.docker

    @Argument(help: ArgumentHelp("Names or ids of images.", valueName: "image"))
    var images: [String]

    func run(in session: Session) async throws {
        let store = try ImageStore(session.installation)
        guard let output else {
            guard !session.output.isTerminal else {
                throw Failure(
                    .usage, "cannot write an archive to a terminal", remedy: "name a file with: -o FILE")
            }
            return try await store.save(images, as: format, to: 1)
        }
        try await writeWhole(output) { try await store.save(images, as: format, to: $0) }
    }

    /// Writes a file beside the wanted one and gives it its name when it is whole; what is no plain file is written
    /// as it is.
    private func writeWhole(_ path: String, _ write: (Int32) async throws -> Void) async throws {
        if let status = try fileStatus(path), status.kind != .regular {
            return try await write(OwnedDescriptor.writing(path).number)
        }
        let unfinished = "\(path).part"
        do {
            let file = SharedDescriptor(try OwnedDescriptor.writing(unfinished, mode: 0o600))
            try await write(file.number)
            try renameFile(unfinished, to: path)
        } catch {
            // The failure is the one to tell.
            try? removeFile(unfinished)
            throw error
        }
    }
}
