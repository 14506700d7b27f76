internal import BerthModel
internal import Synchronization

/// Passes the events of a stack on to every command that listens.
final class Broadcast: Sendable {
    private struct State {
        var next = 0
        var listeners: [Int: @Sendable (StackEvent) -> Void] = [:]
    }

    private let state = Mutex(State())

    /// Gives an event to every listener.
    func send(_ event: StackEvent) {
        let listeners = state.withLock { $0.listeners }
        for listener in listeners.values { listener(event) }
    }

    /// Adds a listener until the task is cancelled, and tells it that it was added.
    func listen(_ listener: @escaping @Sendable (StackEvent) -> Void) async {
        let number = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = listener
            return state.next
        }
        listener(.listening)
        // A stream that never has an element ends by the cancellation alone.
        for await _ in AsyncStream<Never>.makeStream().stream {}
        state.withLock { _ = $0.listeners.removeValue(forKey: number) }
    }
}
