import BerthControl
import BerthImages
import BerthModel
import BerthPlanner

/// What `up` is told about building.
enum BuildChoice: Sendable, Hashable {
    /// What is missing, or has the policy to be built.
    case asNeeded
    /// Every image that can be (`--build`).
    case always
    /// Nothing (`--no-build`).
    case never
}

/// Why the image of a service is built when it is brought up; nil when it is not.
func reasonToBuild(_ service: Service, _ choice: BuildChoice, _ policy: PullPolicy?, isHere: Bool) -> String?
{
    guard service.build != nil, choice != .never else { return nil }
    if choice == .always { return "asked for by --build" }
    if service.pullPolicy == .build { return "its pull policy is build" }
    if isHere { return nil }
    switch policy ?? service.pullPolicy ?? .missing {
    // It can be pulled when the file gives it a name.
    case .always, .every: return service.imageLocation == nil ? "it is not here" : nil
    case .missing, .never, .build: return "it is not here"
    }
}

extension Session {
    /// The project of a request after its images were built, so that they are taken as they are here.
    func built(_ request: UpRequest, _ choice: BuildChoice, isShown: Bool) async throws -> Project {
        let selected = Set(request.selectedServices)
        let store = try ImageStore(installation)
        var wanted: [String] = []
        var project = request.project
        for index in project.services.indices where selected.contains(project.services[index].name) {
            let service = project.services[index]
            guard service.build != nil else { continue }
            let isHere = try store.image(ImageReference(service.image)) != nil
            let isBuilt = reasonToBuild(service, choice, request.pullPolicy, isHere: isHere) != nil
            if isBuilt { wanted.append(service.name) }
            if !isBuilt, !isHere, choice == .never, service.imageLocation == nil {
                throw Failure(
                    .notFound, "service \"\(service.name)\": image \"\(service.image)\" is not here",
                    at: service.location(of: "build"),
                    remedy: "leave out --no-build, which forbids to build it")
            }
            if isBuilt || service.imageLocation == nil { project.services[index].pullPolicy = .build }
        }
        if !wanted.isEmpty {
            _ = try await ServiceBuilds(project: project, session: self).run(wanted, isShown: isShown)
        }
        return project
    }
}

extension UpRequest {
    /// The services it is about, each after those it depends on.
    var selectedServices: [String] {
        var goal = UpGoal(project: project)
        goal.services = services
        goal.includesDependencies = includesDependencies
        return goal.selectedServices
    }
}
