import BerthImages
import BerthModel
import BerthPlanner
import OCIRuntime
import TerminalUI

/// The builds of a command: several at a time, each after those whose images it is made from.
struct ServiceBuilds: Sendable {
    /// The project.
    let project: Project
    /// The session.
    let session: Session
    /// What the command line changes.
    var changes = BuildChanges()

    /// Builds the images of services and returns the ids of all that were built, by service.
    func run(_ services: [String], isShown: Bool) async throws -> [String: String] {
        let jobs = try BuildJob.jobs(of: services, in: project)
        let builder = try makeBuilder()
        return try await session.withProgress("Building", isShown: isShown) { display in
            var queue = BuildQueue(jobs)
            return try await withThrowingTaskGroup(of: (BuildJob, String).self) { group in
                let limit = session.settings.parallelism ?? buildsAtOnce
                while true {
                    for job in queue.take(upTo: limit) {
                        let images = queue.images
                        group.addTask { @Sendable in
                            (job, try await build(job, images, builder, BuildDisplay(job, display)))
                        }
                    }
                    guard let (job, id) = try await group.next() else { return queue.images }
                    queue.finish(job, id)
                }
            }
        }
    }

    /// Looks whether the images can be built, as far as that shows without building.
    func check(_ services: [String]) async throws {
        let builder = try makeBuilder()
        var failures = FailureList()
        for job in try BuildJob.jobs(of: services, in: project) {
            do {
                try await located(job) {
                    try await builder.check(job.request(in: project, changes, serviceImages: [:]))
                }
            } catch {
                failures.append(error)
            }
        }
        try failures.throwIfAny()
    }

    private func build(
        _ job: BuildJob, _ images: [String: String], _ builder: ImageBuilder, _ display: BuildDisplay
    ) async throws -> String {
        try await display.begin()
        do {
            let built = try await located(job) {
                let request = try job.request(in: project, changes, serviceImages: images)
                return try await builder.build(request) { try await display.show($0) }
            }
            try await display.end()
            return built.id
        } catch {
            try await display.fail()
            throw error
        }
    }

    /// Gives a failure the service, and a place when it has none.
    private func located<Value>(_ job: BuildJob, _ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch let failure as Failure {
            throw Failure(
                failure.kind, "service \"\(job.service.name)\": \(failure.message)",
                at: failure.location ?? job.service.location(of: "build"), remedy: failure.remedy,
                cause: failure.cause)
        }
    }

    private func makeBuilder() throws -> ImageBuilder {
        let runtime = try Runtime.choose(stateDirectory: session.installation.buildState)
        return try ImageBuilder(
            ImageStore(session.installation), in: session.installation,
            runtime: BuildRuntime(
                executable: runtime.executable,
                options: runtime.kind == .crun ? ["cgroup-manager=cgroupfs"] : []))
    }
}

/// More than that would only wait for each other's processors and disk.
private let buildsAtOnce = 4

/// Which builds can begin, by what has been built.
private struct BuildQueue {
    /// The images that were built, by service.
    private(set) var images: [String: String] = [:]
    private var waiting: [BuildJob]
    private var running = 0

    init(_ jobs: [BuildJob]) { waiting = jobs }

    /// Takes out what can begin now.
    mutating func take(upTo limit: Int) -> [BuildJob] {
        let built = images.keys
        let ready = waiting.filter { $0.build.requiredServices.allSatisfy(built.contains) }
            .prefix(max(0, limit - running))
        running += ready.count
        let names = Set(ready.map(\.service.name))
        waiting.removeAll { names.contains($0.service.name) }
        return Array(ready)
    }

    /// Notes the image of a build.
    mutating func finish(_ job: BuildJob, _ image: String) {
        running -= 1
        for service in job.services { images[service] = image }
    }
}
