internal import BerthControl
internal import BerthModel
internal import BerthPlanner

extension UpGoal {
    /// What a request asks for; the ids of the images are not known yet.
    init(_ request: UpRequest) {
        self.init(project: request.project)
        services = request.services
        includesDependencies = request.includesDependencies
        recreation =
            switch request.recreation {
            case .diverged: .diverged
            case .force: .force
            case .never: .never
            }
        scale = request.scale
        removesOrphans = request.removesOrphans
        startsContainers = request.startsContainers
    }
}

extension DownGoal {
    /// What a request asks for.
    init(_ request: DownRequest) {
        self.init()
        services = request.services
        known = request.project.map { $0.services.map(\.name) + $0.disabledServices }
        removesOrphans = request.removesOrphans
        removesVolumes = request.removesVolumes
    }
}
