import BerthModel
import Testing

@testable import BerthPlanner

/// A project of services with their dependencies, all on one network.
func project(_ services: [String: [Dependency]], volumes: [String] = []) -> Project {
    var network = Network(key: "default", name: "shop_default")
    network.configHash = "n1"
    return Project(
        name: "shop", workingDirectory: "/srv/shop",
        services: services.sorted { $0.key < $1.key }.map { name, dependencies in
            var service = Service(name: name, image: "busybox")
            service.dependencies = dependencies
            service.networks = [NetworkAttachment(network: "default")]
            service.configHash = "\(name)-1"
            service.mounts = volumes.map { ServiceMount(.volume(key: $0, noCopy: false), target: "/\($0)") }
            return service
        }, networks: [network], volumes: volumes.map { Volume(key: $0, name: "shop_\($0)") })
}

func dependency(_ service: String, _ condition: Dependency.Condition = .started) -> Dependency {
    var dependency = Dependency(on: service)
    dependency.condition = condition
    return dependency
}

func container(_ service: String, _ number: Int = 1, running: Bool = true, hash: String? = nil)
    -> ObservedContainer
{
    ObservedContainer(
        name: ContainerName(service: service, number: number, name: "shop-\(service)-\(number)"),
        isRunning: running, configHash: hash ?? "\(service)-1", imageID: "i1")
}

let sharedNetwork = ObservedNetwork(name: "shop_default", configHash: "n1")

@Suite("Plan.up")
struct UpPlanTests {
    @Test("creates everything at once and starts in dependency order")
    func fromNothing() {
        let goal = UpGoal(
            project: project(
                [
                    "db": [], "cache": [], "web": [dependency("db", .healthy), dependency("cache")],
                ], volumes: ["data"]))
        #expect(
            "\(Plan.up(goal, from: ObservedState()))" == """
                1. network shop_default: create (it does not exist)
                2. volume shop_data: create (it does not exist)
                3. container shop-cache-1: create after 1, 2 (it does not exist)
                4. container shop-cache-1: start after 3 (it is new)
                5. container shop-db-1: create after 1, 2 (it does not exist)
                6. container shop-db-1: start after 5 (it is new)
                7. container shop-web-1: create after 1, 2 (it does not exist)
                8. service db: await service_healthy after 6 (others depend on it)
                9. container shop-web-1: start after 4, 7, 8 (it is new)
                """)
    }

    @Test("has nothing to do when all is there")
    func converged() {
        let goal = UpGoal(project: project(["db": [], "web": [dependency("db")]]))
        let observed = ObservedState(
            containers: [container("db"), container("web")], networks: [sharedNetwork])
        #expect(Plan.up(goal, from: observed).steps.isEmpty)
    }

    @Test("replaces only what changed, and starts what does not run")
    func changed() {
        let goal = UpGoal(project: project(["db": [], "web": [dependency("db", .healthy)]]))
        let observed = ObservedState(
            containers: [container("db", running: false), container("web", hash: "old")],
            networks: [sharedNetwork])
        #expect(
            "\(Plan.up(goal, from: observed))" == """
                1. container shop-db-1: start (it does not run)
                2. container shop-web-1: stop (its definition changed)
                3. container shop-web-1: remove after 2 (its definition changed)
                4. container shop-web-1: create after 3 (its definition changed)
                5. service db: await service_healthy after 1 (others depend on it)
                6. container shop-web-1: start after 4, 5 (it is new)
                """)
    }

    @Test("replaces a container whose image changed, unless none may be")
    func image() {
        var goal = UpGoal(project: project(["db": []]))
        goal.images = ["db": "i2"]
        let observed = ObservedState(containers: [container("db")], networks: [sharedNetwork])
        #expect(Plan.up(goal, from: observed).steps.first?.reason == "its image changed")
        goal.recreation = .never
        #expect(Plan.up(goal, from: observed).steps.isEmpty)
    }

    @Test("replaces every container of a network that changed before the network")
    func network() {
        let goal = UpGoal(project: project(["db": []]))
        var old = sharedNetwork
        old.configHash = "n0"
        let observed = ObservedState(containers: [container("db")], networks: [old])
        #expect(
            "\(Plan.up(goal, from: observed))" == """
                1. container shop-db-1: stop (network shop_default changed)
                2. container shop-db-1: remove after 1 (network shop_default changed)
                3. network shop_default: remove after 2 (its definition changed)
                4. network shop_default: create after 3 (its definition changed)
                5. container shop-db-1: create after 4 (a network of it changed)
                6. container shop-db-1: start after 5 (it is new)
                """)
    }

    @Test("scales up from the highest number and down from it")
    func scale() {
        var goal = UpGoal(project: project(["web": []]))
        goal.scale = ["web": 3]
        let two = ObservedState(containers: [container("web", 2)], networks: [sharedNetwork])
        #expect(
            Plan.up(goal, from: two).steps.map(\.operation.description) == [
                "container shop-web-3: create", "container shop-web-3: start", "container shop-web-4: create",
                "container shop-web-4: start",
            ])
        goal.scale = ["web": 1]
        let three = ObservedState(
            containers: [container("web", 1), container("web", 2, hash: "old"), container("web", 3)],
            networks: [sharedNetwork])
        #expect(
            Plan.up(goal, from: three).steps.map(\.operation.description) == [
                "container shop-web-3: stop", "container shop-web-3: remove", "container shop-web-2: stop",
                "container shop-web-2: remove",
            ])
    }

    @Test("leaves out dependencies when asked to")
    func noDependencies() {
        var goal = UpGoal(project: project(["db": [], "web": [dependency("db", .healthy)]]))
        goal.services = ["web"]
        #expect(goal.selectedServices == ["db", "web"])
        goal.includesDependencies = false
        #expect(
            Plan.up(goal, from: ObservedState(networks: [sharedNetwork])).steps.map(\.operation.description)
                == [
                    "container shop-web-1: create", "container shop-web-1: start",
                ])
    }

    @Test("starts after a failed dependency that is not required")
    func optional() {
        var optional = dependency("db", .healthy)
        optional.isRequired = false
        let plan = Plan.up(
            UpGoal(project: project(["db": [], "web": [optional]])),
            from: ObservedState(networks: [sharedNetwork]))
        #expect(plan.steps.last?.description == "container shop-web-1: start after 3, 4?")
    }

    @Test("restarts a dependent that asks for it when its dependency is replaced")
    func restartsDependent() {
        var restarting = dependency("db")
        restarting.restartsDependent = true
        let observed = ObservedState(
            containers: [container("db", hash: "old"), container("web")], networks: [sharedNetwork])
        let plan = Plan.up(UpGoal(project: project(["db": [], "web": [restarting]])), from: observed)
        #expect(
            plan.steps.suffix(2).map(\.description) == [
                "container shop-web-1: stop", "container shop-web-1: start after 4, 5",
            ])
    }

    @Test("removes orphans only when asked to")
    func orphans() {
        var goal = UpGoal(project: project(["web": []]))
        let observed = ObservedState(
            containers: [container("old"), container("web")], networks: [sharedNetwork])
        #expect(Plan.up(goal, from: observed).steps.isEmpty)
        goal.removesOrphans = true
        #expect(Plan.up(goal, from: observed).steps.count == 2)
    }

    @Test("only creates when nothing is to be started")
    func noStart() {
        var goal = UpGoal(project: project(["web": []]))
        goal.startsContainers = false
        #expect(Plan.up(goal, from: ObservedState()).steps.count == 2)
    }
}

extension Step {
    /// The operation and its waits, without number and reason.
    var description: String {
        let waits = (dependencies.map(String.init) + tolerated.map { "\($0)?" }).joined(separator: ", ")
        return "\(operation)\(waits.isEmpty ? "" : " after \(waits)")"
    }
}
