import ArgumentParser
import BerthControl
import BerthModel
import TerminalUI

/// An `up` that stays: it shows the logs until the containers have ended or the user ends them.
struct AttachedUp {
    /// What is brought up.
    let request: UpRequest
    /// The stack.
    let stack: Stack
    /// What is shown, and when it ends.
    let options: UpAttachmentOptions
    /// What no progress is shown of.
    let hiddenProgress: ProgressEvent.Subject?
    /// The session.
    let session: Session

    /// Brings up, shows and waits; ends with the exit status of `docker compose`.
    func run() async throws {
        let began = secondsNow()
        do {
            try await session.ask(.up(request), of: stack, title: "Running", hiding: hiddenProgress)
        } catch is CancellationError {
            try await stopDespiteCancellation()
            throw CancellationError()
        }
        let (happenings, happening) = AsyncStream.makeStream(of: AttachedHappening.self)
        let takesSignal: Interruptions.Receiver = { _ in
            happening.yield(.interrupted)
            return true
        }
        let status = try await session.interruptions.received(by: takesSignal) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                var loop = AttachedLoop(self, since: began, happening)
                group.addTask { @Sendable in
                    do {
                        try await StackWatch(stack: stack, session: session).run {
                            happening.yield(.stack($0))
                        }
                    } catch {
                        happening.yield(.failed(error))
                    }
                }
                defer { group.cancelAll() }
                return try await loop.run(happenings, in: &group)
            }
        }
        if status != 0 { throw ExitCode(status) }
    }

    /// True when the end of a service's containers counts.
    func watches(_ service: String) -> Bool {
        request.services.isEmpty
            ? request.project.service(named: service) != nil : request.services.contains(service)
    }

    /// True when a service's logs are shown; an option wins over the file.
    func shows(_ service: String) -> Bool {
        if options.noAttach.contains(service) { return false }
        if !options.attach.isEmpty { return options.attach.contains(service) }
        if request.project.service(named: service)?.isAttached == false { return false }
        return watches(service) || options.attachDependencies
    }

    /// Stops what was started before the user interrupted.
    private func stopDespiteCancellation() async throws {
        try session.errors.write("Gracefully Stopping... press Ctrl+C again to force\n")
        let stop = ControlRequest.stop(StopRequest(services: request.services, timeout: request.stopTimeout))
        // A task of its own is not cancelled with this one; a second signal ends the process.
        try await Task { _ = try await session.ask(stop, of: stack, title: "Stopping") }.value
    }
}

/// What an attached `up` has to deal with, one after the other.
enum AttachedHappening: Sendable {
    /// Something happened in the stack.
    case stack(StackHappening)
    /// A container's log was shown to its end.
    case drained(container: String, next: LogMark?)
    /// The user pressed Ctrl-C.
    case interrupted
    /// The containers were stopped or killed as asked.
    case stopped
    /// A part of it failed.
    case failed(any Error)
}
