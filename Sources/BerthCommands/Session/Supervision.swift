import BerthControl
import BerthModel
internal import BerthPlanner
import BerthSupervisor
internal import TerminalUI

extension Session {
    /// Asks the supervisor of a stack, which is started when there is none, and shows the progress.
    ///
    /// With `--dry-run` nobody is asked: the plan that would be carried out is printed.
    @discardableResult
    func ask(_ request: ControlRequest, of stack: Stack, title: String) async throws -> ControlReply {
        if settings.isDryRun { return try printPlan(of: request, stack) }
        let reply: ControlReply
        do {
            reply = try await withProgress(title) { display in
                try await supervisor(of: stack).send(request) { try await display.show($0) }
            }
        } catch {
            try await awaitSupervisorEnd(of: stack.name, in: installation)
            throw error
        }
        try await awaitSupervisorEnd(of: stack.name, in: installation)
        return reply
    }

    /// The supervisor of a stack, started when there is none.
    func supervisor(of stack: Stack) async throws -> ControlClient {
        try await connectToSupervisor(of: stack.name, in: installation)
    }

    private func printPlan(of request: ControlRequest, _ stack: Stack) throws -> ControlReply {
        guard let plan = try BerthSupervisor.plan(for: request, of: stack.name, in: installation) else {
            throw Failure(.usage, "--dry-run shows plans, and this command makes none")
        }
        try output.write(plan.steps.isEmpty ? "nothing to do\n" : "\(plan)\n")
        return .done
    }
}
