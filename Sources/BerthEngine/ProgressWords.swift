internal import BerthModel
internal import BerthPlanner

/// What progress displays say about an operation, in the reference's words.
struct ProgressWords {
    let subject: ProgressEvent.Subject
    let name: String
    let doing: String
    let done: String

    /// Finds the words; a wait is told about the containers that are waited for, not as a step.
    init?(_ operation: BerthPlanner.Operation, _ context: PlanRun.Context) {
        switch operation {
        case .createNetwork(_, let name): self.init(.network, name, "Creating", "Created")
        case .removeNetwork(let name): self.init(.network, name, "Removing", "Removed")
        case .createVolume(_, let name): self.init(.volume, name, "Creating", "Created")
        case .removeVolume(let name): self.init(.volume, name, "Removing", "Removed")
        case .createContainer(let container): self.init(.container, container.name, "Creating", "Created")
        case .startContainer(let container): self.init(.container, container.name, "Starting", "Started")
        case .stopContainer(let container): self.init(.container, container.name, "Stopping", "Stopped")
        case .removeContainer(let container): self.init(.container, container.name, "Removing", "Removed")
        case .awaitCondition(let service, let condition):
            let name = context.project.service(named: service)?.containerName(
                project: context.project.name, number: 1)
            let done = condition == .healthy ? "Healthy" : condition == .started ? "Started" : "Exited"
            self.init(.container, name ?? service, "Waiting", done)
        }
    }

    private init(_ subject: ProgressEvent.Subject, _ name: String, _ doing: String, _ done: String) {
        self.subject = subject
        self.name = name
        self.doing = doing
        self.done = done
    }
}
