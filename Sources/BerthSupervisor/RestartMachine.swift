internal import BerthModel

/// What the restart policy makes of a container's ends: pure state, no clock, no process.
///
///     waiting ──delayElapsed──▶ (start) ──started──▶ running ──exited──▶ waiting | ended
///        └──────────── stopRequested ──────────────────┴───────────────▶ ended
struct RestartMachine: Sendable, Hashable {
    /// What the owner does after an event.
    enum Action: Sendable, Hashable {
        /// Nothing: the container stays as it is.
        case none
        /// Start it again after so long.
        case start(after: Duration)
    }

    private enum Phase: Sendable, Hashable {
        case running
        case waiting
        case ended
    }

    private static let firstDelay = Duration.milliseconds(100)
    private static let longestDelay = Duration.seconds(60)
    /// A container that ran so long has recovered: its next restart is quick again.
    private static let recovery = Duration.seconds(10)

    private let policy: RestartPolicy
    private var phase = Phase.ended
    private var delay: Duration?
    /// How often it was started again since the user started it.
    private(set) var restarts: Int

    init(policy: RestartPolicy, restarts: Int = 0) {
        self.policy = policy
        self.restarts = restarts
    }

    /// The user started it: failures of before no longer count.
    mutating func startedByUser() {
        phase = .running
        restarts = 0
        delay = nil
    }

    /// The policy started it, or a new supervisor found it running.
    mutating func started() { phase = .running }

    /// The user stopped it: whatever its policy, it stays down.
    mutating func stopRequested() { phase = .ended }

    mutating func exited(status: Int32, after runTime: Duration) -> Action {
        guard phase == .running else { return .none }
        guard wantsRestart(status) else {
            phase = .ended
            return .none
        }
        if runTime >= Self.recovery { delay = nil }
        let next = delay.map { min($0 * 2, Self.longestDelay) } ?? Self.firstDelay
        delay = next
        phase = .waiting
        return .start(after: next)
    }

    /// The delay of a restart is over.
    ///
    /// True when the owner is to start it now.
    mutating func delayElapsed() -> Bool {
        guard phase == .waiting else { return false }
        restarts += 1
        return true
    }

    private func wantsRestart(_ status: Int32) -> Bool {
        switch policy {
        case .no: false
        case .always, .unlessStopped: true
        case .onFailure(let maximum): status != 0 && restarts < maximum ?? .max
        }
    }
}
