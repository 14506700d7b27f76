import BerthControl
import BerthModel

extension Session {
    /// Asks the supervisor of a stack, which is started when there is none, and shows the progress.
    @discardableResult
    func ask(_ request: ControlRequest, of stack: Stack, title: String) async throws -> ControlReply {
        try refuseDryRun()
        return try await withProgress(title) { display in
            try await supervisor(of: stack).send(request) { try await display.show($0) }
        }
    }

    /// The supervisor of a stack, started when there is none.
    func supervisor(of stack: Stack) async throws -> ControlClient {
        try await ControlClient.connect(installation.controlSocket(stack.name))
    }

    private func refuseDryRun() throws {
        guard settings.isDryRun else { return }
        throw Failure(.usage, "--dry-run is not supported yet", remedy: "\"berth config\" shows what was read")
    }
}
