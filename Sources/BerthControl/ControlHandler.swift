public import BerthModel

/// Does what commands ask of a stack.
public protocol ControlHandler: Sendable {
    /// Carries out a request and returns its reply; what happens meanwhile goes to `emit`, in order.
    ///
    /// Runs as a task of its own, beside those of other requests, and is cancelled when the command that
    /// asked is gone. `emit` never waits.
    func handle(_ request: ControlRequest, emit: @escaping @Sendable (StackEvent) -> Void) async throws
        -> ControlReply
}
