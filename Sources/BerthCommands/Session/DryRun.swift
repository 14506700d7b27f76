import BerthControl
import BerthEngine
import BerthImages
import BerthModel
import BerthPlanner
import BerthStore

extension Session {
    /// What a request would do, a line each: the decision on every image, then the steps of the plan.
    func dryRun(_ request: ControlRequest, of stack: Stack) throws -> [String] {
        let store = try Store(installation)
        let observed = try observedState(of: stack.name, in: store)
        let recorded = try store.stack(stack.name)?.project
        let project = recorded ?? stack.project ?? Project(name: stack.name, workingDirectory: workingDirectory)
        switch request {
        case .up(let up): return try dryRun(up, from: observed)
        case .down(let down): return lines(.down(down.goal, from: observed))
        case .stop(let stop): return lines(.stop(stop.services, from: observed))
        case .start(let selection): return lines(.start(selection.services, of: project, from: observed))
        case .restart(let stop): return lines(.restart(stop.services, of: project, from: observed))
        case .kill, .status, .events: return []
        }
    }

    private func dryRun(_ up: UpRequest, from observed: ObservedState) throws -> [String] {
        var goal = up.goal
        var decisions: [String] = []
        let images = try ImageStore(installation)
        for name in goal.selectedServices {
            guard let service = up.project.service(named: name) else { continue }
            let image = try images.image(ImageReference(service.image))
            goal.images[name] = image?.id
            let decision = imageDecision(service.image, up.pullPolicy ?? service.pullPolicy, isHere: image != nil)
            if !decisions.contains(decision) { decisions.append(decision) }
        }
        return decisions + lines(.up(goal, from: observed))
    }

    private func lines(_ plan: Plan) -> [String] {
        plan.steps.isEmpty ? ["nothing to do"] : ["\(plan)"]
    }
}

/// Whether an image would be pulled, and why.
func imageDecision(_ image: String, _ policy: PullPolicy, isHere: Bool) -> String {
    let presence = isHere ? "it is here" : "it is not here"
    return switch policy {
    case .always: "image \(image): pull (its pull policy is always)"
    case .never: "image \(image): \(isHere ? "use" : "fail") (\(presence), its pull policy is never)"
    case .missing: "image \(image): \(isHere ? "use" : "pull") (\(presence))"
    case .every(let age): "image \(image): \(isHere ? "pull if the last pull is older than \(age)" : "pull (\(presence))")"
    }
}

extension UpRequest {
    /// What the planner is asked.
    fileprivate var goal: UpGoal {
        var goal = UpGoal(project: project)
        goal.services = services
        goal.includesDependencies = includesDependencies
        goal.scale = scale
        goal.removesOrphans = removesOrphans
        goal.startsContainers = startsContainers
        goal.recreation =
            switch recreation {
            case .diverged: .diverged
            case .force: .force
            case .never: .never
            }
        return goal
    }
}

extension DownRequest {
    /// What the planner is asked.
    fileprivate var goal: DownGoal {
        var goal = DownGoal()
        goal.services = services
        goal.known = project.map { $0.services.map(\.name) + $0.disabledServices }
        goal.removesOrphans = removesOrphans
        goal.removesVolumes = removesVolumes
        return goal
    }
}
