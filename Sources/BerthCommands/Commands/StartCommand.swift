import ArgumentParser
import BerthControl
import BerthModel

/// `berth start`.
struct StartCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Start containers that exist.")

    @OptionGroup var selection: ServiceArguments

    func run(in session: Session) async throws {
        let stack = try session.stack(selecting: selection.names)
        let existing = Set(try await session.containers(of: stack).map(\.service))
        let wanted = selection.names.isEmpty ? stack.project?.services.map(\.name) ?? [] : selection.names
        if let missing = wanted.first(where: { !existing.contains($0) }) {
            throw Failure(
                .notFound, "service \"\(missing)\" has no container to start",
                remedy: "\"berth up\" creates what is missing")
        }
        guard !existing.isEmpty else { return }
        try await session.ask(
            .start(ServiceSelection(services: selection.names)), of: stack, title: "Starting")
    }
}
