internal import BerthModel
internal import BerthStore

/// What the results of probes say about a container: pure state, no clock, no process.
///
/// Besides the probes of the definition there are early ones right after the start: after 100 ms, and then after
/// pauses that grow by a quarter each, until the first regular one is due. They find a container healthy soon after
/// it is; their failures do not count.
struct HealthMachine: Sendable, Hashable {
    /// A probe to come.
    struct Schedule: Sendable, Hashable {
        /// How long to wait for it, from the end of the one before or from the start.
        let delay: Duration
        /// True when a failure counts.
        let counts: Bool
    }

    private let probe: ProbeRecord
    private var failures = 0
    /// The pause before the next early probe; nil once the first regular one was due.
    private var earlyDelay: Duration? = .milliseconds(100)
    private var nextRegular: Duration
    private(set) var health = ContainerStatus.Health.starting

    init(_ probe: ProbeRecord) {
        self.probe = probe
        nextRegular = probe.startPeriod > .zero ? min(probe.startInterval, probe.interval) : probe.interval
    }

    /// The next probe, given how long the container has been running.
    mutating func next(at running: Duration) -> Schedule {
        guard health == .starting else { return Schedule(delay: probe.interval, counts: true) }
        if let early = earlyDelay, running + early < nextRegular {
            earlyDelay = early * 5 / 4
            return Schedule(delay: early, counts: false)
        }
        earlyDelay = nil
        let due = max(nextRegular, running)
        let pace = due < probe.startPeriod ? min(probe.startInterval, probe.interval) : probe.interval
        nextRegular = due + pace
        return Schedule(delay: due - running, counts: due >= probe.startPeriod)
    }

    /// A probe ended.
    ///
    /// True when the verdict changed.
    mutating func ended(_ schedule: Schedule, succeeded: Bool) -> Bool {
        let before = health
        if succeeded {
            failures = 0
            health = .healthy
        } else if schedule.counts {
            failures += 1
            if failures >= probe.retries { health = .unhealthy }
        }
        return health != before
    }
}
