internal import CLinux
import Glibc

/// A signal that a program takes as an event rather than as an interruption.
public enum SignalEvent: Sendable, Hashable, CaseIterable {
    /// Ctrl-C (SIGINT).
    case interrupt
    /// A request to end (SIGTERM).
    case terminate
    /// The terminal went away (SIGHUP).
    case hangup

    /// The signal's number.
    public var number: Int32 {
        switch self {
        case .interrupt: SIGINT
        case .terminate: SIGTERM
        case .hangup: SIGHUP
        }
    }
}

/// Keeps signals from interrupting the calling thread and every thread it starts later, for `SignalEvents`.
///
/// Call it while the process has one thread.
public func blockSignals(_ signals: [SignalEvent]) throws(SystemError) {
    let numbers = signals.map(\.number)
    try check("pthread_sigmask") { unsafe clinux_block_signals(numbers, numbers.count) }
}

/// Signals sent to this process, one at a time, by signalfd(2).
///
/// They must be blocked in every thread. It never ends by itself; waiting throws `CancellationError` when the task is cancelled.
public struct SignalEvents: AsyncSequence, Sendable {
    private let descriptor: SharedDescriptor

    /// Watches for signals, those that are pending already too.
    public init(_ signals: [SignalEvent]) throws(SystemError) {
        let numbers = signals.map(\.number)
        descriptor = SharedDescriptor(
            OwnedDescriptor(
                adopting: try check("signalfd") { unsafe clinux_signalfd(numbers, numbers.count) }))
    }

    /// Begins to wait.
    public func makeAsyncIterator() -> Iterator { Iterator(descriptor: descriptor) }

    /// Waits for one signal after the other.
    public struct Iterator: AsyncIteratorProtocol {
        let descriptor: SharedDescriptor

        /// The next signal, as soon as it is sent.
        public mutating func next() async throws -> SignalEvent? {
            while true {
                try await Reactor.shared.readable(descriptor.number)
                if let event = try taken() { return event }
            }
        }

        /// One signal of the queue, or nil when another reader took it.
        private func taken() throws(SystemError) -> SignalEvent? {
            guard let record = try descriptor.bytesAtHand(upTo: 128) else { return nil }
            // signalfd_siginfo begins with the number, in the machine's byte order.
            let number = record.prefix(4).reversed().reduce(Int32(0)) { $0 << 8 | Int32($1) }
            return SignalEvent.allCases.first { $0.number == number }
        }
    }
}
