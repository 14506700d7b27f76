internal import BerthModel
internal import LinuxSystem
internal import Synchronization

/// How long registries are waited for, and how often they are asked again.
struct Patience: Sendable, Hashable {
    /// The pauses before further attempts.
    var pauses: [Duration] = [.seconds(1), .seconds(3)]
    /// How long nothing may arrive: longer than skopeo waits when a registry asks it to (60 s).
    var silence: Duration = .seconds(90)

    /// Runs a body; throws when nothing has been heard for too long, after which the body is cancelled.
    func awaiting<Value: Sendable>(
        _ pulse: Pulse, _ reference: ImageReference, _ attempt: Skopeo.Attempt,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        pulse.beat()
        return try await race(body) {
            try await pulse.silence(of: silence)
            throw Failure(
                .runtime,
                "cannot \(attempt.rawValue) image \"\(reference.familiar)\": registry \"\(reference.registry)\" "
                    + "was silent for \(silence.components.seconds) seconds",
                remedy: "check the connection and try again: what has arrived as a whole is kept")
        }
    }
}

/// Knows when something was last heard of a transfer.
final class Pulse: Sendable {
    private let last = Mutex(ContinuousClock.now)

    /// Something was heard.
    func beat() { last.withLock { $0 = .now } }

    /// Returns when nothing has been heard for a while.
    func silence(of length: Duration) async throws {
        while case let end = last.withLock({ $0 }) + length, end > .now {
            try await Task.sleep(until: end, clock: .continuous)
        }
    }
}
