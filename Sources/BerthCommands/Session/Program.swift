import BerthModel
import BerthSupervisor
import LinuxSystem
import TerminalUI

/// Runs the command line, or the guardian of a stack, and ends the process with its exit status.
///
/// Call it while the process has one thread: a guardian forks, and signals are blocked for all to come.
public func runBerth(_ arguments: [String]) -> Never {
    becomeGuardianIfAsked(arguments, installation: Installation(environment: environmentVariables()))
    let signals: [SignalEvent] = [.interrupt, .terminate]
    do {
        try blockSignals(signals)
        let events = try SignalEvents(signals)
        runProgram { await Program(arguments: arguments, signals: events).status() }
    } catch {
        preconditionFailure("signals cannot be taken as events: \(error)")
    }
}

/// One run of the command line.
struct Program: Sendable {
    /// The arguments after the program's name.
    let arguments: [String]
    /// The signals by which the user interrupts it.
    let signals: SignalEvents

    /// Runs it and returns the exit status.
    ///
    /// A signal that the command does not take itself cancels it; a second one ends the process at once.
    func status() async -> Int32 {
        let interruptions = Interruptions()
        let command = Task { await run(interruptions) }
        let watching = Task {
            for try await signal in signals where !interruptions.deliver(signal) {
                if command.isCancelled { try Self.endAtOnce() }
                command.cancel()
            }
        }
        defer { watching.cancel() }
        return await command.value
    }

    private static func endAtOnce() throws -> Never {
        let errors = try DescriptorOutput.standardError()
        if errors.isTerminal { try errors.write(LiveRegion.restoration) }
        exitProcess(Failure.Kind.interrupted.exitStatus)
    }

    private func run(_ interruptions: Interruptions) async -> Int32 {
        do {
            try await perform(interruptions)
            return 0
        } catch {
            return report(error)
        }
    }

    private func perform(_ interruptions: Interruptions) async throws {
        let request = try CommandRequest(arguments)
        let environment = environmentVariables()
        let settings = try Settings(request.globals, environment: environment)
        let session = try Session(settings: settings, environment: environment, interruptions: interruptions)
        let type = type(of: request.command)
        if settings.isDryRun, !type.honoursDryRun {
            throw Failure(.usage, "\"berth \(request.word)\" has no plan that --dry-run could print")
        }
        if type.privilege == .root, effectiveUser() != 0 {
            throw Failure(
                .usage, "\"berth \(request.word)\" needs root for now", remedy: "run it with sudo")
        }
        try await request.command.run(in: session)
    }
}
