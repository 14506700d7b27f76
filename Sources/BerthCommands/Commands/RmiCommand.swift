import ArgumentParser
import BerthImages
import BerthModel
import BerthStore
import TerminalUI

/// `berth rmi`.
struct RmiCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "rmi", abstract: "Remove images that no container uses.")
    static var honoursDryRun: Bool { false }

    @Flag(name: [.customShort("f"), .long], help: "Remove an image by its id though it has several names.")
    var force = false

    @Argument(help: ArgumentHelp("Names or ids of images.", valueName: "image"))
    var images: [String]

    func run(in session: Session) async throws {
        let images = try ImageStore(session.installation)
        let store = try Store(session.installation)
        var failures = FailureList()
        for name in self.images {
            do {
                let removal = try await images.remove(name, force ? .all : .one) { id in
                    try store.containers().filter { $0.uses(imageID: id) }.map(\.status.name)
                }
                try session.output.writeLines(
                    removal.untagged.map { "Untagged: \($0.familiar)" }
                        + [removal.deleted.map { "Deleted: \($0)" }].compactMap(\.self))
            } catch {
                failures.append(error)
            }
        }
        try failures.throwIfAny()
    }
}
