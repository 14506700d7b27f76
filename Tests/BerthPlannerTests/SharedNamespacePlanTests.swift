import BerthModel
import Testing

@testable import BerthPlanner

/// `db`, whose network `web` and whose processes `log` has.
private var sharing: Project {
    var result = project(["db": [], "log": [joins("db")], "web": [joins("db")]])
    result.services[1].namespaces.processes = .service("db")
    result.services[2].networkMode = .service("db")
    for index in [1, 2] { result.services[index].networks = [] }
    return result
}

private func joins(_ service: String) -> Dependency {
    var dependency = Dependency(on: service)
    dependency.restartsDependent = true
    return dependency
}

private func observed(_ service: String, id: String, owners: [String] = [], hash: String? = nil)
    -> ObservedContainer
{
    var result = container(service, hash: hash)
    result.id = id
    result.owners = owners
    result.dependencies = owners.isEmpty ? [] : ["db"]
    result.processOwner = service == "log" ? owners.first : nil
    return result
}

private func state(_ containers: ObservedContainer...) -> ObservedState {
    ObservedState(containers: containers, networks: [sharedNetwork])
}

@Suite("Plans for shared namespaces")
struct SharedNamespacePlanTests {
    @Test("an owner is created before those that join it")
    func creation() {
        #expect(
            "\(Plan.up(UpGoal(project: sharing), from: ObservedState()))" == """
                1. network shop_default: create (it does not exist)
                2. container shop-db-1: create after 1 (it does not exist)
                3. container shop-db-1: start after 2 (it is new)
                4. container shop-log-1: create after 2 (it does not exist)
                5. container shop-log-1: start after 3, 4 (it is new)
                6. container shop-web-1: create after 2 (it does not exist)
                7. container shop-web-1: start after 3, 6 (it is new)
                """)
    }

    @Test("nothing is done when all are with their owner")
    func converged() {
        let goal = UpGoal(project: sharing)
        let all = state(
            observed("db", id: "1"), observed("log", id: "2", owners: ["1"]),
            observed("web", id: "3", owners: ["1"]))
        #expect(Plan.up(goal, from: all).steps.isEmpty)
    }

    @Test("those that join an owner go before it and come after it, also when they were not asked for")
    func replacement() {
        var goal = UpGoal(project: sharing)
        goal.services = ["db"]
        let all = state(
            observed("db", id: "1", hash: "old"), observed("log", id: "2", owners: ["1"]),
            observed("web", id: "3", owners: ["1"]))
        let reason = "(it shares namespaces with a container that is replaced)"
        #expect(
            "\(Plan.up(goal, from: all))" == """
                1. container shop-log-1: stop \(reason)
                2. container shop-log-1: remove after 1 \(reason)
                3. container shop-web-1: stop \(reason)
                4. container shop-web-1: remove after 3 \(reason)
                5. container shop-db-1: stop after 2, 4 (its definition changed)
                6. container shop-db-1: remove after 5 (its definition changed)
                7. container shop-db-1: create after 6 (its definition changed)
                8. container shop-db-1: start after 7 (it is new)
                9. container shop-log-1: create after 2, 7 \(reason)
                10. container shop-log-1: start after 8, 9 (it is new)
                11. container shop-web-1: create after 4, 7 \(reason)
                12. container shop-web-1: start after 8, 11 (it is new)
                """)
    }

    @Test("one that joined an owner that is no more is replaced")
    func lostOwner() {
        let all = state(
            observed("db", id: "4"), observed("log", id: "2", owners: ["4"]),
            observed("web", id: "3", owners: ["1"]))
        #expect(
            Plan.up(UpGoal(project: sharing), from: all).steps.map(\.operation.description) == [
                "container shop-web-1: stop", "container shop-web-1: remove",
                "container shop-web-1: create", "container shop-web-1: start",
            ])
    }

    @Test("an owner by the name of its container is one of the project")
    func byContainerName() {
        var project = sharing
        project.services[2].networkMode = .container("shop-db-1")
        project.services[2].dependencies = []
        #expect(
            "\(Plan.up(UpGoal(project: project), from: ObservedState()))".hasSuffix(
                """
                6. container shop-web-1: create after 2 (it does not exist)
                7. container shop-web-1: start after 3, 6 (it is new)
                """))
    }

    @Test("a stop takes along what would be killed, a restart what depends on it too")
    func stop() {
        let all = state(
            observed("db", id: "1"), observed("log", id: "2", owners: ["1"]),
            observed("web", id: "3", owners: ["1"]))
        #expect(
            Plan.stop(["db"], from: all).steps.map(\.description) == [
                "container shop-log-1: stop", "container shop-db-1: stop after 1?",
            ])
        #expect(
            Plan.restart(["db"], of: sharing, from: all).steps.map(\.operation.description) == [
                "container shop-web-1: stop", "container shop-log-1: stop", "container shop-db-1: stop",
                "container shop-db-1: start", "container shop-log-1: start", "container shop-web-1: start",
            ])
    }
}
