import BerthControl
import BerthModel
import BerthSupervisor
import TerminalUI

extension Session {
    /// Asks the supervisor of a stack, which is started when there is none, and shows the progress.
    ///
    /// A dry run prints the plan instead.
    @discardableResult
    func ask(
        _ request: ControlRequest, of stack: Stack, title: String, hiding hidden: ProgressEvent.Subject? = nil
    ) async throws -> ControlReply {
        if settings.isDryRun {
            try output.writeLines(dryRun(request, of: stack))
            return .done
        }
        let reply: ControlReply
        do {
            reply = try await withProgress(title) { display in
                try await supervisor(of: stack).send(request) { event in
                    if case .progress(let progress) = event, progress.subject == hidden { return }
                    try await display.show(event)
                }
            }
        } catch {
            try await awaitSupervisorEnd(of: stack.name, in: installation)
            throw error
        }
        try await awaitSupervisorEnd(of: stack.name, in: installation)
        if reply == .ended { return try await ask(request, of: stack, title: title, hiding: hidden) }
        return reply
    }

    /// The supervisor of a stack, started when there is none.
    func supervisor(of stack: Stack) async throws -> ControlClient {
        try await connectToSupervisor(of: stack.name, in: installation)
    }
}
