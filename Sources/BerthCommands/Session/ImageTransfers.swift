import BerthImages
import BerthModel
import BerthPlanner
import TerminalUI

/// The pulls or pushes of a command: all at the same time, each with its own progress.
struct ImageTransfers: Sendable {
    /// One image.
    struct Item: Sendable, Hashable {
        /// Its name, as written.
        let image: String
        /// What it is to be made for; nil when nothing says it.
        var platform: Platform?
        /// Why nothing is transferred; nil when it is.
        var skipped: String?
    }

    /// What they are called while they go on, such as `Pulling`, and when they are done.
    let words: (doing: String, done: String)
    /// True warns about failures instead of failing.
    let toleratesFailures: Bool
    /// False shows no progress.
    let isShown: Bool

    /// Runs the transfers; throws all failures together at the end.
    func run(
        _ items: [Item], in session: Session,
        _ transfer:
            @escaping @Sendable (Item, @escaping @Sendable (PullProgress) -> Void) async throws -> Void
    ) async throws {
        let failures = try await session.withProgress(words.doing, isShown: isShown) { display in
            await withTaskGroup(of: (any Error)?.self) { group in
                for item in items {
                    group.addTask { @Sendable in await self.run(item, in: session, display, transfer) }
                }
                return await group.compactMap(\.self).reduce(into: []) { $0.append($1) }
            }
        }
        try report(failures, in: session)
    }

    /// Runs one transfer and returns what went wrong, if anything.
    private func run(
        _ item: Item, in session: Session, _ display: any ProgressDisplay,
        _ transfer:
            @escaping @Sendable (Item, @escaping @Sendable (PullProgress) -> Void) async throws -> Void
    ) async -> (any Error)? {
        do {
            if let reason = item.skipped {
                var skipped = ProgressItem("Image \(item.image)", "Skipped", .done)
                skipped.detail = reason
                try await display.show(skipped)
            } else {
                try await session.transfer("Image \(item.image)", words.doing, words.done, display) {
                    progress in
                    try await transfer(item, progress)
                }
            }
            return nil
        } catch {
            return error
        }
    }

    private func report(_ errors: [any Error], in session: Session) throws {
        var failures = FailureList()
        for error in errors {
            if error is CancellationError { throw error }
            if toleratesFailures { try session.warn("\(error)") } else { failures.append(error) }
        }
        try failures.throwIfAny()
    }
}

/// What the operands of a command about images name: services of a project, or images by themselves.
struct ImageOperands: Sendable, Hashable {
    /// The services.
    var services: [String] = []
    /// The images: what no service can be called, for it has a slash, a colon or an at sign.
    var images: [String] = []

    /// Tells the operands apart.
    init(_ operands: [String]) {
        for operand in operands {
            if operand.contains(where: { "/:@".contains($0) }) {
                images.append(operand)
            } else {
                services.append(operand)
            }
        }
    }

    /// True when images alone are named, for which no project is needed.
    var needsNoProject: Bool { services.isEmpty && !images.isEmpty }

    /// The services that are meant, in the order of the project: all when none is named.
    func services(of project: Project, withDependencies: Bool) -> [Service] {
        var names = services
        if withDependencies, !names.isEmpty {
            let edges = project.services.map { ($0.name, $0.dependencies.map(\.service)) }
            names = ServiceGraph(Dictionary(edges) { first, _ in first }).closure(of: names)
        }
        return project.services.filter { names.isEmpty || names.contains($0.name) }
    }
}
