import BerthModel
import TerminalUI

extension Session {
    /// Runs a body with a display of its progress, which is finished before this returns.
    func withProgress<Value>(
        _ title: String, isShown: Bool = true, _ body: (any ProgressDisplay) async throws -> Value
    ) async throws -> Value {
        guard isShown else { return try await body(QuietProgress(errors)) }
        let output = settings.progressGoesToStandardOutput ? output : errors
        let isTerminal = output.isTerminal && settings.ansi != .never
        switch settings.progress {
        case .json: return try await body(JSONProgress(output))
        case .quiet: return try await body(QuietProgress(errors))
        case .plain: return try await body(PlainProgress(output))
        case .auto where !isTerminal: return try await body(PlainProgress(output))
        case .auto, .tty:
            let live = LiveProgress(output, title: title, styling: styling(of: output))
            return try await drawn(live, body)
        }
    }

    private func drawn<Value>(
        _ live: LiveProgress, _ body: (any ProgressDisplay) async throws -> Value
    ) async throws -> Value {
        async let _: Void = live.keepDrawing()
        do {
            let value = try await body(live)
            try await live.finish()
            return value
        } catch {
            // What failed is worth more than a drawing that failed after it.
            try? await live.finish()
            throw error
        }
    }
}

extension ProgressDisplay {
    /// Shows an event of a stack, as far as it is about progress.
    func show(_ event: StackEvent) async throws {
        switch event {
        case .progress(let progress): try await show(ProgressItem(progress))
        case .warning(let text): try await note("berth: warning: \(text)")
        case .container, .listening: break
        }
    }
}

extension ProgressItem {
    /// The item of a step.
    init(_ event: ProgressEvent) {
        let state: State =
            switch event.status {
            case .working: .working
            case .done: .done
            case .failed: .failed
            }
        self.init("\(event.subject.rawValue) \(event.name)", event.text, state)
        detail = event.detail
        current = event.current
        total = event.total
    }
}
