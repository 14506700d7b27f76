import BerthModel
import Testing

@testable import BerthPlanner

private func observed(_ service: String, on dependencies: [String], running: Bool = true) -> ObservedContainer
{
    var result = container(service, running: running)
    result.dependencies = dependencies
    return result
}

private let stack = ObservedState(
    containers: [
        observed("cache", on: []), observed("db", on: []), observed("migrate", on: ["db"], running: false),
        observed("web", on: ["cache", "migrate"]),
    ], networks: [sharedNetwork], volumes: ["shop_data"])

@Suite("Plan.down, stop and start")
struct DownPlanTests {
    @Test("stops dependents first, also across a container that already ended")
    func order() {
        #expect(
            "\(Plan.down(DownGoal(), from: stack))" == """
                1. container shop-web-1: stop (the stack goes down)
                2. container shop-db-1: stop after 1? (the stack goes down)
                3. container shop-cache-1: stop after 1? (the stack goes down)
                4. container shop-cache-1: remove after 3? (the stack goes down)
                5. container shop-db-1: remove after 2? (the stack goes down)
                6. container shop-migrate-1: remove (the stack goes down)
                7. container shop-web-1: remove after 1? (the stack goes down)
                8. network shop_default: remove after 4?, 5?, 6?, 7? (the stack goes down)
                """)
    }

    @Test("removes volumes only when asked to, and orphans too, else their network stays")
    func options() {
        var goal = DownGoal()
        goal.removesVolumes = true
        #expect(Plan.down(goal, from: stack).steps.last?.operation == .removeVolume(name: "shop_data"))
        goal.known = ["cache", "db", "web"]
        let kept = Plan.down(goal, from: stack).steps.map(\.operation.description)
        #expect(!kept.contains("container shop-migrate-1: remove"))
        #expect(!kept.contains("network shop_default: remove"))
        goal.removesOrphans = true
        #expect(Plan.down(goal, from: stack).steps.count == 9)
    }

    @Test("limits itself to the named services")
    func services() {
        var goal = DownGoal()
        goal.services = ["web"]
        #expect(
            Plan.down(goal, from: stack).steps.map(\.operation.description) == [
                "container shop-web-1: stop", "container shop-web-1: remove",
            ])
        #expect(
            Plan.stop(["db"], from: stack).steps.map(\.operation.description) == ["container shop-db-1: stop"]
        )
    }

    @Test("starts what does not run, and restarts after every stop")
    func start() {
        let goal = project(["db": [], "web": [dependency("db", .healthy)]])
        let down = ObservedState(containers: [
            container("db", running: false), container("web", running: false),
        ])
        #expect(
            Plan.start([], of: goal, from: down).steps.map(\.description) == [
                "container shop-db-1: start", "service db: await service_healthy after 1",
                "container shop-web-1: start after 2",
            ])
        let up = ObservedState(containers: [observed("db", on: []), observed("web", on: ["db"])])
        #expect(
            Plan.restart([], of: goal, from: up).steps.map(\.description) == [
                "container shop-web-1: stop", "container shop-db-1: stop after 1?",
                "container shop-db-1: start after 1, 2", "service db: await service_healthy after 3",
                "container shop-web-1: start after 1, 2, 4",
            ])
    }

    @Test("orders a graph with a cycle all the same")
    func cycle() {
        let graph = ServiceGraph(["a": ["b"], "b": ["a"], "c": []])
        #expect(graph.startOrder() == ["c", "a", "b"])
        #expect(graph.closure(of: ["a"]) == ["a", "b"])
    }
}
