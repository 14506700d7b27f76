public import BerthControl
internal import BerthEngine
internal import BerthImages
public import BerthModel
public import BerthPlanner
internal import BerthStore

/// The plan that the supervisor of a stack would make for a request now, without asking or starting one.
///
/// Nil for a request that is not carried out by a plan. Images are taken as they are here: one that would be pulled
/// counts as unchanged.
public func plan(for request: ControlRequest, of project: String, in installation: Installation) throws -> Plan? {
    let store = try Store(installation)
    let observed = try observedState(of: project, in: store)
    let recorded = try store.stack(project)?.project ?? Project(name: project, workingDirectory: "/")
    switch request {
    case .up(let up):
        var goal = UpGoal(up)
        goal.images = try presentImages(of: up.project, in: installation)
        return .up(goal, from: observed)
    case .down(let down): return .down(DownGoal(down), from: observed)
    case .stop(let stop): return .stop(stop.services, from: observed)
    case .start(let selection): return .start(selection.services, of: recorded, from: observed)
    case .restart(let restart): return .restart(restart.services, of: recorded, from: observed)
    case .kill, .status, .events: return nil
    }
}

private func presentImages(of project: Project, in installation: Installation) throws -> [String: String] {
    let images = try ImageStore(installation)
    var ids: [String: String] = [:]
    for service in project.services { ids[service.name] = try images.image(ImageReference(service.image))?.id }
    return ids
}
