import BerthControl
import BerthLogs
import BerthModel

/// What is told of a stack that is watched.
enum StackHappening: Sendable {
    /// All containers as they are: at the beginning, and again after events may have been missed.
    case containers([ContainerStatus])
    /// A container changed.
    case event(ContainerEvent)
    /// The stack is gone.
    case gone
}

/// Tells what happens to the containers of a stack, even if its supervisor dies and comes back.
struct StackWatch: Sendable {
    /// The stack.
    let stack: Stack
    /// The session.
    let session: Session

    /// Tells everything, one after the other, until the stack is gone or the task is cancelled.
    func run(_ tell: (StackHappening) async throws -> Void) async throws {
        while true {
            do { try await listen(tell) } catch is Failure {}
            // A supervisor ends for good only after the last container; else its guardian brings it back.
            if try await session.containers(of: stack).isEmpty { return try await tell(.gone) }
        }
    }

    private func listen(_ tell: (StackHappening) async throws -> Void) async throws {
        let client = try await session.supervisor(of: stack)
        let (happenings, happening) = AsyncStream.makeStream(of: StackHappening.self)
        let (listening, listens) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer {
                    happening.finish()
                    listens.finish()
                }
                _ = try await client.send(.events) { event in
                    switch event {
                    case .listening: listens.finish()
                    case .container(let event): happening.yield(.event(event))
                    default: break
                    }
                }
            }
            group.addTask {
                // Asked when every later change is told: nothing can happen unseen in between.
                for await _ in listening {}
                guard case .containers(let containers) = try await client.send(.status) else { return }
                happening.yield(.containers(containers))
            }
            for await happening in happenings { try await tell(happening) }
            try await group.waitForAll()
        }
        try Task.checkCancellation()
    }
}

extension Session {
    /// The log of a container, marked with its short name.
    func logSource(of container: ContainerStatus) -> LogSource {
        LogSource(name: container.shortName, path: installation.log(container.id))
    }
}

extension ContainerStatus {
    /// The name without the project's, such as `web-1`.
    var shortName: String {
        name.hasPrefix("\(project)-") ? String(name.dropFirst(project.count + 1)) : name
    }
}
