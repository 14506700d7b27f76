public import BerthPlanner

/// A step of a plan that failed.
public struct StepFailure: Error, Sendable {
    /// The step.
    public let step: Step
    /// Why.
    public let cause: any Error
}

/// What became of a plan.
public struct PlanOutcome: Sendable {
    /// The steps that failed, in the order of the plan.
    public internal(set) var failures: [StepFailure] = []
    /// The steps that were never begun because one they need failed.
    public internal(set) var skipped: [Step] = []
    /// The steps that succeeded.
    public internal(set) var succeeded: Set<Int> = []
}

/// Walks a plan with as much parallelism as its graph and the limit allow; decides nothing.
///
/// A step begins when all it waits for has ended, and is skipped when one that must succeed did not. Steps
/// that do not depend on a failed one go on. When the task is cancelled, no further step begins.
public func execute(
    _ plan: Plan, parallelism: Int? = nil, perform: @escaping @Sendable (Step) async throws -> Void
) async -> PlanOutcome {
    var walk = PlanWalk(plan)
    await withTaskGroup(of: (Step, (any Error)?).self) { group in
        var running = 0
        while true {
            while !Task.isCancelled, running < parallelism ?? .max, let step = walk.next() {
                running += 1
                group.addTask {
                    do { try await perform(step) } catch { return (step, error) }
                    return (step, nil)
                }
            }
            guard let (step, error) = await group.next() else { break }
            running -= 1
            walk.ended(step, error)
        }
    }
    return walk.finish()
}

/// Which steps may begin, given which have ended: the bookkeeping of `execute`, pure.
struct PlanWalk {
    private var waiting: [Step]
    private var ended: Set<Int> = []
    private var outcome = PlanOutcome()

    init(_ plan: Plan) { waiting = plan.steps }

    /// Takes the first step that may begin; nil when none may at the moment.
    mutating func next() -> Step? {
        skipUnreachable()
        guard let index = waiting.firstIndex(where: isReady) else { return nil }
        return waiting.remove(at: index)
    }

    mutating func ended(_ step: Step, _ error: (any Error)?) {
        ended.insert(step.id)
        if let error {
            outcome.failures.append(StepFailure(step: step, cause: error))
        } else {
            outcome.succeeded.insert(step.id)
        }
    }

    mutating func finish() -> PlanOutcome {
        outcome.skipped += waiting
        waiting = []
        outcome.skipped.sort { $0.id < $1.id }
        outcome.failures.sort { $0.step.id < $1.step.id }
        return outcome
    }

    private func isReady(_ step: Step) -> Bool {
        step.dependencies.allSatisfy(outcome.succeeded.contains) && step.tolerated.allSatisfy(ended.contains)
    }

    private func isUnreachable(_ step: Step) -> Bool {
        step.dependencies.contains { ended.contains($0) && !outcome.succeeded.contains($0) }
    }

    private mutating func skipUnreachable() {
        while let index = waiting.firstIndex(where: isUnreachable) {
            let step = waiting.remove(at: index)
            ended.insert(step.id)
            outcome.skipped.append(step)
        }
    }
}
