import LinuxSystem

/// The built `berth` in a test's directory, with that test's installation.
public struct BerthCommand: Sendable {
    /// The binary: `$BERTH_BINARY`, else the one built beside the tests.
    public var executable: String
    /// Variables beside those of this process.
    public var environment: [String: String]
    /// The working directory.
    public var directory: String
    /// How long a command may take.
    public var timeout: Duration = .seconds(60)

    /// Finds the binary and prepares the environment of a test.
    public init(in scratch: Scratch) throws {
        executable = try berthBinary()
        environment = scratch.environment
        directory = scratch.project
    }

    /// Runs a command to its end, whatever its exit status, and returns what it wrote.
    public func callAsFunction(_ arguments: String..., input: String = "") async throws -> CommandResult {
        try await run(arguments, input: input)
    }

    /// Runs a command to its end, whatever its exit status, and returns what it wrote.
    public func run(_ arguments: [String], input: String = "") async throws -> CommandResult {
        let line = (["berth"] + arguments).joined(separator: " ")
        let process = description(arguments)
        let start = ContinuousClock.now
        let output = try await within(timeout, line) {
            try await LinuxSystem.run(process, input: Array(input.utf8))
        }
        return CommandResult(
            command: line, status: output.end.status, output: output.text, errors: output.errors,
            duration: start.duration(to: .now))
    }

    /// Runs a command that must succeed, and returns its standard output.
    @discardableResult
    public func succeed(_ arguments: String..., input: String = "") async throws -> String {
        try await succeed(arguments, input: input)
    }

    /// Runs a command that must succeed, and returns its standard output.
    @discardableResult
    public func succeed(_ arguments: [String], input: String = "") async throws -> String {
        let result = try await run(arguments, input: input)
        guard result.status == 0 else { throw TestFailure("\(result)") }
        return result.output
    }

    /// Starts a command that goes on while the test does; it is killed at the end of the test's scratch.
    public func start(_ arguments: String..., in scratch: Scratch) throws -> RunningCommand {
        try start(arguments, in: scratch)
    }

    /// Starts a command that goes on while the test does; it is killed at the end of the test's scratch.
    public func start(_ arguments: [String], in scratch: Scratch) throws -> RunningCommand {
        try scratch.start(description(arguments))
    }

    private func description(_ arguments: [String]) -> ProcessDescription {
        var process = ProcessDescription(executable, arguments, environment: inheriting(environment))
        process.directory = directory
        return process
    }
}

/// The environment of this process with the given variables in place of its own.
func inheriting(_ variables: [String: String]) -> [String] {
    let inherited = processEnvironment().filter { entry in
        !variables.keys.contains { entry.hasPrefix("\($0)=") }
    }
    return inherited + variables.map { "\($0)=\($1)" }.sorted()
}

/// `$BERTH_BINARY`, else the program built beside the tests.
func berthBinary() throws -> String {
    let testBundle = try readSymbolicLink("/proc/self/exe")
    let built = String(testBundle[..<(testBundle.lastIndex(of: "/") ?? testBundle.endIndex)]) + "/berth"
    let path = environmentVariable("BERTH_BINARY") ?? built
    guard fileExists(path) else { throw TestFailure("no berth at \(path): build it first") }
    return path
}

/// What a finished command left; prints itself in full, for the message of a failed expectation.
public struct CommandResult: Sendable, CustomStringConvertible {
    /// The command line.
    public let command: String
    /// The exit status, 128 plus the number for a signal.
    public let status: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let errors: String
    /// How long it took.
    public let duration: Duration

    /// The lines of standard output.
    public var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// Everything, as a terminal would show it.
    public var description: String {
        "$ \(command)\nexit status \(status) after \(duration)\n-- stdout\n\(output)-- stderr\n\(errors)"
    }
}
