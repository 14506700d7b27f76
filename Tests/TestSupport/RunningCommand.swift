import Glibc
import LinuxSystem

/// A command that runs beside the test, its output going to files.
public final class RunningCommand: Sendable {
    private let process: PIDDescriptor
    private let command: String
    private let outputPath: String
    private let errorsPath: String
    private let start = ContinuousClock.now

    init(_ description: ProcessDescription, in scratch: Scratch) throws {
        let files = try makeTemporaryDirectory(prefix: "\(scratch.directory)/command-")
        outputPath = "\(files)/stdout"
        errorsPath = "\(files)/stderr"
        let name = String(description.executable.split(separator: "/").last ?? "")
        command = ([name] + description.arguments).joined(separator: " ")
        let input = try OwnedDescriptor.reading("/dev/null")
        let output = try OwnedDescriptor.writing(outputPath)
        let errors = try OwnedDescriptor.writing(errorsPath)
        var description = description
        description.descriptors = [(input.number, 0), (output.number, 1), (errors.number, 2)]
        description.group = .own
        process = try spawn(description)
    }

    /// The process id.
    public var pid: Int32 { process.pid }

    /// What it wrote to standard output so far.
    public var output: String { get throws { try readText(outputPath) } }

    /// What it wrote to standard error so far.
    public var errors: String { get throws { try readText(errorsPath) } }

    /// Sends a signal to the command alone.
    public func send(_ signal: Int32) throws { try process.send(signal) }

    /// Waits until its standard output contains a text; the failure shows what it wrote instead.
    public func prints(_ text: String, within limit: Duration = .seconds(20)) async throws {
        do {
            try await eventually(within: limit, "\(command) prints \"\(text)\"") { try output.contains(text) }
        } catch let failure as TestFailure {
            throw TestFailure("\(failure)\n-- stdout\n\(try output)-- stderr\n\(try errors)")
        }
    }

    /// Waits for its end; throws when it goes on longer than `limit`.
    public func end(within limit: Duration = .seconds(60)) async throws -> CommandResult {
        let process = process
        let end = try await TestSupport.within(limit, command) { try await process.end() }
        return CommandResult(
            command: command, status: end.status, output: try output, errors: try errors,
            duration: start.duration(to: .now))
    }

    /// Ends it at once, if it has not ended.
    func kill() async throws {
        do {
            try process.send(SIGKILL)
            _ = try await process.end()
        } catch let error as SystemError where error.code == ESRCH || error.code == ECHILD {}
    }
}

extension Scratch {
    /// Starts a program of the host that goes on while the test does; it is killed at the end of the scratch.
    public func start(_ executable: String, _ arguments: String...) throws -> RunningCommand {
        try start(ProcessDescription(executable, arguments))
    }

    func start(_ description: ProcessDescription) throws -> RunningCommand {
        let running = try RunningCommand(description, in: self)
        atEnd { try await running.kill() }
        return running
    }
}
