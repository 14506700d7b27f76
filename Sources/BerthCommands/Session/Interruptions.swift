import LinuxSystem
import Synchronization

/// Leads the signals of the terminal to whoever deals with them at the moment.
final class Interruptions: Sendable {
    /// What is done about a signal; false leaves it to end the command.
    typealias Receiver = @Sendable (SignalEvent) -> Bool

    private let receiver = Mutex<Receiver?>(nil)

    /// Gives a signal to the receiver; false when there is none, or it does not take the signal.
    func deliver(_ signal: SignalEvent) -> Bool {
        guard let receiver = receiver.withLock({ $0 }) else { return false }
        return receiver(signal)
    }

    /// Runs a body while signals go to a receiver instead of ending the command.
    func received<Value>(by receiver: @escaping Receiver, _ body: () async throws -> Value) async rethrows
        -> Value
    {
        let earlier = self.receiver.withLock { current in
            defer { current = receiver }
            return current
        }
        defer { self.receiver.withLock { $0 = earlier } }
        return try await body()
    }
}
