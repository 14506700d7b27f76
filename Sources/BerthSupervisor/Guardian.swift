public import BerthModel
internal import LinuxSystem

/// The command word by which this program runs as the guardian of a stack.
let guardianWord = "__supervise"

/// Becomes the guardian of a stack when the arguments after the program's name say so, and then never returns.
///
/// Must be called before the process has a second thread, because the guardian forks the supervisor: that needs
/// no second start of the program, and whatever happens to the supervisor, the guardian's memory is its own.
///
///     guardian: [lock] ─▶ fork ─▶ wait ─┬─ ended with 0: the stack is down, or could not begin ─▶ end
///                          ▲            └─ crashed ─▶ back-off (100 ms … 10 s)
///                          └────────────────────────────────────┘
public func becomeGuardianIfAsked(_ arguments: [String], installation: Installation) {
    guard arguments.count == 2, arguments[0] == guardianWord else { return }
    guardStack(arguments[1], installation)
}

private func guardStack(_ project: String, _ installation: Installation) -> Never {
    let place = StackPlace(project: project, installation: installation)
    // What containers find must not depend on whose command was the first.
    setFileModeMask(0o022)
    do {
        try becomeSubreaper()
        try makeDirectories(place.directory, mode: 0o700)
        // Held, until they end, by this process and by every supervisor it forks: one stack never has two.
        try FileLock.forLife(of: place.lock)
        place.report(StackPlace.guardingWord)
        var delay = Duration.milliseconds(100)
        while true {
            let clock = ContinuousClock()
            let start = clock.now
            let end = try runForked { runProgram { await superviseStack(place) } }
            if end == .exited(0) { exitProcess(0) }
            if clock.now - start > .seconds(10) { delay = .milliseconds(100) }
            pauseThread(for: delay)
            delay = min(delay * 2, .seconds(10))
        }
    } catch {
        place.report("the guardian of project \"\(project)\" failed: \(error)")
        exitProcess(1)
    }
}
