import BerthModel

/// When an attached `up` stops the whole stack.
enum AttachmentEnd: Sendable, Hashable {
    /// Never: it ends when all containers have ended.
    case allExits
    /// When any container ends; the exit status is that of a service, or else of the first that ended.
    case anyExit(statusOf: String?)
    /// When any container fails; the exit status is that of the first.
    case anyFailure

    /// True when one container's end stops the others.
    var isAborting: Bool { self != .allExits }
}

/// Decides when an attached `up` ends and with which status.
///
///     watching ──end of the last──▶ over
///        │ abort, Ctrl-C               ▲
///        ▼                             │
///     stopping ──end of the last───────┘
///        │ Ctrl-C                      │
///        ▼                             │
///     killing ───end of the last───────┘
struct AttachmentMachine: Sendable {
    /// What to do.
    enum Action: Sendable, Hashable {
        /// Say that a container ended, after what it wrote, and why where the status does not tell.
        case reportExit(container: String, status: Int32, reason: String? = nil)
        /// Say that everything is stopped because of a container.
        case reportAbort(container: String)
        /// Stop the containers.
        case stop
        /// Kill the containers.
        case kill
        /// End when what was asked for is done; nothing runs any more.
        case leave
        /// End at once.
        case abandon
    }

    private enum Phase {
        case watching, stopping, killing
    }

    private let end: AttachmentEnd
    private var phase = Phase.watching
    private var alive: Set<String> = []
    private var wasInterrupted = false
    private var decided: Int32?

    /// The exit status, once it is over.
    var status: Int32 { wasInterrupted ? Failure.Kind.interrupted.exitStatus : decided ?? 0 }

    /// Begins to watch containers.
    init(end: AttachmentEnd) { self.end = end }

    /// True once the containers are being stopped.
    var isStopping: Bool { phase != .watching }

    /// Watches a container that runs or is about to.
    mutating func watch(_ container: String) { alive.insert(container) }

    /// A container ended; `restarts` tells that it is started again.
    mutating func exited(_ container: ContainerStatus, restarts: Bool) -> [Action] {
        let status = container.exitStatus ?? 0
        var actions: [Action] = [
            .reportExit(container: container.name, status: status, reason: container.endReason)
        ]
        if restarts, phase == .watching { return actions }
        actions += decide(container, status)
        alive.remove(container.name)
        return actions + (alive.isEmpty ? [.leave] : [])
    }

    /// A container was removed.
    mutating func removed(_ container: String) -> [Action] {
        guard alive.remove(container) != nil else { return [] }
        return alive.isEmpty ? [.leave] : []
    }

    /// The user pressed Ctrl-C.
    mutating func interrupted() -> [Action] {
        wasInterrupted = true
        switch phase {
        case .watching:
            phase = .stopping
            return [.stop]
        case .stopping:
            phase = .killing
            return [.kill]
        case .killing: return [.abandon]
        }
    }

    /// Keeps the status that counts and stops the others, as the rule says.
    private mutating func decide(_ container: ContainerStatus, _ status: Int32) -> [Action] {
        switch end {
        case .allExits: return []
        case .anyFailure where status == 0: return []
        case .anyExit(statusOf: let service?):
            if container.service == service, decided == nil { decided = status }
        case .anyFailure, .anyExit(statusOf: nil):
            // Containers that were stopped because of the first never replace its status.
            if decided == nil, phase == .watching { decided = status }
        }
        guard phase == .watching else { return [] }
        phase = .stopping
        return [.reportAbort(container: container.name), .stop]
    }
}
