import BerthPlanner
import Synchronization
import Testing

@testable import BerthEngine

private struct Refused: Error {}

private func step(_ name: String) -> BerthPlanner.Operation { .removeVolume(name: name) }

/// Records which steps ran, in order of their ends.
private final class Recorder: Sendable {
    private let names = Mutex<[String]>([])
    func record(_ step: Step) { names.withLock { $0.append(step.operation.description) } }
    var all: [String] { names.withLock { $0 } }
}

@Suite("execute")
struct PlanExecutorTests {
    @Test("runs every step after those it waits for")
    func order() async {
        var plan = Plan()
        let a = plan.add(step("a"), because: "")
        let b = plan.add(step("b"), because: "", after: [a])
        plan.add(step("c"), because: "", after: [a, b])
        let recorder = Recorder()
        let outcome = await execute(plan) { recorder.record($0) }
        #expect(recorder.all == ["volume a: remove", "volume b: remove", "volume c: remove"])
        #expect(outcome.succeeded == [1, 2, 3])
    }

    @Test("skips what needs a failed step, and goes on with the rest")
    func failure() async {
        var plan = Plan()
        let a = plan.add(step("a"), because: "")
        let b = plan.add(step("b"), because: "", after: [a])
        plan.add(step("c"), because: "", after: [b])
        plan.add(step("d"), because: "", tolerating: [a])
        plan.add(step("e"), because: "")
        let outcome = await execute(plan) { if $0.id == 1 { throw Refused() } }
        #expect(outcome.failures.map(\.step.id) == [1])
        #expect(outcome.skipped.map(\.id) == [2, 3])
        #expect(outcome.succeeded == [4, 5])
    }

    @Test("never has more steps running than the limit", arguments: [1, 3])
    func limit(parallelism: Int) async {
        var plan = Plan()
        for name in 0..<20 { plan.add(step("\(name)"), because: "") }
        let running = Mutex(0), most = Mutex(0)
        _ = await execute(plan, parallelism: parallelism) { _ in
            let now = running.withLock {
                $0 += 1; return $0
            }
            most.withLock { $0 = max($0, now) }
            await Task.yield()
            running.withLock { $0 -= 1 }
        }
        #expect(most.withLock { $0 } <= parallelism)
    }

    @Test("begins nothing more once it is cancelled")
    func cancelled() async {
        var plan = Plan()
        let first = plan.add(step("a"), because: "")
        plan.add(step("b"), because: "", after: [first])
        let copy = plan
        let begun = AsyncStream<Void>.makeStream()
        let task = Task {
            await execute(copy) { _ in
                begun.continuation.yield()
                // Ends only by the cancellation.
                for await _ in AsyncStream<Void>.makeStream().stream {}
                try Task.checkCancellation()
            }
        }
        for await _ in begun.stream.prefix(1) {}
        task.cancel()
        let outcome = await task.value
        #expect(outcome.succeeded.isEmpty)
        #expect(outcome.failures.map(\.step.id) == [1])
        #expect(outcome.skipped.map(\.id) == [2])
    }
}
