import BerthControl
import BerthImages
import BerthModel
import BerthPlanner
import BerthSupervisor

extension Session {
    /// What a request other than `up` would do, a line for each step of the plan.
    func dryRun(_ request: ControlRequest, of stack: Stack) throws -> [String] {
        guard let plan = try plan(for: request, of: stack.name, in: installation) else { return [] }
        return plan.steps.isEmpty ? ["nothing to do"] : ["\(plan)"]
    }

    /// What an `up` would do, a line each: the decision on every image, then the steps of the plan.
    func dryRun(_ up: UpRequest, _ choice: BuildChoice) throws -> [String] {
        guard let plan = try plan(for: .up(up), of: up.project.name, in: installation) else { return [] }
        return try imageDecisions(of: up, choice) + (plan.steps.isEmpty ? ["nothing to do"] : ["\(plan)"])
    }

    private func imageDecisions(of up: UpRequest, _ choice: BuildChoice) throws -> [String] {
        let store = try ImageStore(installation)
        let decisions = try up.project.services.map { service in
            let isHere = try store.image(ImageReference(service.image)) != nil
            if let reason = reasonToBuild(service, choice, up.pullPolicy, isHere: isHere) {
                return "image \(service.image): build (\(reason))"
            }
            return imageDecision(
                service.image, up.pullPolicy ?? service.pullPolicy ?? .missing, isHere: isHere)
        }
        return Set(decisions).sorted()
    }
}

/// Whether an image would be pulled, and why.
func imageDecision(_ image: String, _ policy: PullPolicy, isHere: Bool) -> String {
    let presence = isHere ? "it is here" : "it is not here"
    return switch policy {
    case .always: "image \(image): pull (its pull policy is always)"
    case .never: "image \(image): \(isHere ? "use" : "fail") (\(presence), its pull policy is never)"
    case .missing, .build: "image \(image): \(isHere ? "use" : "pull") (\(presence))"
    case .every where !isHere: "image \(image): pull (\(presence))"
    case .every(let age): "image \(image): use, or pull when the last pull is older than \(age)"
    }
}
