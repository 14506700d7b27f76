internal import BerthModel
internal import LinuxSystem

/// Where the processes of a stack meet: its runtime directory, and the pipe to the command that started them.
struct StackPlace: Sendable {
    let project: String
    let installation: Installation

    /// The descriptor by which a starting command hears that the supervisor is ready, or why not.
    static let readinessDescriptor: Int32 = 3
    /// What the guardian writes there when it has the lock.
    static let guardingWord = "guarding "
    /// What the supervisor writes there when it listens.
    static let readyWord = "ready"

    var directory: String { installation.stack(project) }
    var socket: String { installation.controlSocket(project) }
    /// Held by the guardian and its supervisor as long as one of them lives.
    var lock: String { "\(installation.runtime)/stacks/\(project).lock" }
    /// Held by commands while they look for a supervisor or start one.
    var startLock: String { "\(installation.runtime)/stacks/\(project).start" }
    /// What the supervisor writes about itself.
    var log: String { "\(directory)/supervisor.log" }
    /// The OCI runtime's program, mounted read-only, so that it does not copy itself at each start.
    var runtime: String { "\(directory)/runtime" }
    /// Exit statuses, a file a container.
    var exits: String { "\(directory)/exits" }

    /// Tells the command that waits for the supervisor; nobody may be there any more.
    func report(_ text: String) {
        // The descriptor stays open: a supervisor that is started again reports in vain, and that does not matter.
        try? writeDescriptor(Self.readinessDescriptor, text)
    }
}
