import BerthImages
import TerminalUI

extension Session {
    /// Runs a transfer of an image and shows how far it is, under a name, as being done and then as done.
    func transfer<Value: Sendable>(
        _ id: String, _ doing: String, _ done: String, _ display: any ProgressDisplay,
        _ body: @Sendable (@escaping @Sendable (PullProgress) -> Void) async throws -> Value
    ) async throws -> Value {
        try await display.show(ProgressItem(id, doing, .working))
        // Only the newest state is worth showing when the display is behind.
        let (states, state) = AsyncStream.makeStream(
            of: PullProgress.self, bufferingPolicy: .bufferingNewest(1))
        do {
            let value = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await state in states { try await display.show(ProgressItem(id, doing, state)) }
                }
                let value = try await body { state.yield($0) }
                state.finish()
                try await group.waitForAll()
                return value
            }
            try await display.show(ProgressItem(id, done, .done))
            return value
        } catch {
            try await display.show(ProgressItem(id, "Error", .failed))
            throw error
        }
    }
}

extension ProgressItem {
    /// A transfer under way.
    fileprivate init(_ id: String, _ doing: String, _ progress: PullProgress) {
        self.init(id, doing, .working)
        if progress.phase == .unpacking { text = "Unpacking" }
        guard !progress.layers.isEmpty else { return }
        current = progress.received
        total = progress.size
    }
}
