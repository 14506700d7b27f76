import LinuxSystem
import Synchronization

/// Leads the signals of the terminal to whoever deals with them at the moment.
final class Interruptions: Sendable {
    /// What is done about a signal.
    typealias Receiver = @Sendable (SignalEvent) -> Void

    private let receiver = Mutex<Receiver?>(nil)

    /// Gives a signal to the receiver; false when there is none.
    func deliver(_ signal: SignalEvent) -> Bool {
        guard let receiver = receiver.withLock({ $0 }) else { return false }
        receiver(signal)
        return true
    }

    /// Runs a body while signals go to a receiver instead of ending the command.
    func received<Value>(by receiver: @escaping Receiver, _ body: () async throws -> Value) async rethrows -> Value {
        let earlier = self.receiver.withLock { current in
            defer { current = receiver }
            return current
        }
        defer { self.receiver.withLock { $0 = earlier } }
        return try await body()
    }
}
