internal import CLinux
import Glibc

/// What to start: an executable with arguments, environment and descriptors.
///
/// Started by posix_spawn(3): no copy of this process's memory, and only the descriptors named here stay open.
public struct ProcessDescription: Sendable {
    /// The absolute path of the program.
    public var executable: String
    /// The arguments after the program's own name.
    public var arguments: [String]
    /// The environment as `KEY=VALUE`; nil inherits this process's.
    public var environment: [String]?
    /// Pairs of a descriptor here and its number in the child; 0, 1 and 2 are inherited when not named.
    public var descriptors: [(here: Int32, there: Int32)] = []
    /// The working directory; nil inherits.
    public var directory: String?
    /// Where the child stands with regard to its parent's terminal and signals.
    public var group: Group = .inherited

    /// The process group or session of a child.
    public enum Group: Sendable, Hashable {
        /// The parent's: a Ctrl-C reaches both.
        case inherited
        /// A process group of its own.
        case own
        /// A session of its own, without a terminal.
        case ownSession
    }

    /// Describes a process.
    public init(_ executable: String, _ arguments: [String] = [], environment: [String]? = nil) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
    }
}

/// How a process ended.
public enum ProcessEnd: Sendable, Hashable {
    /// By itself, with this status.
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)

    /// The status a shell would show: 128 plus the number for a signal.
    public var status: Int32 {
        switch self {
        case .exited(let status): status
        case .signalled(let signal): 128 + signal
        }
    }
}

/// Starts a process and returns a handle by which it is signalled and waited for.
public func spawn(_ description: ProcessDescription) throws(SystemError) -> PIDDescriptor {
    // Sources are moved out of the way first, so that no target number overwrites one that is still needed.
    var pairs: [Int32] = []
    defer { for index in stride(from: 0, to: pairs.count, by: 2) { close(pairs[index]) } }
    for pair in description.descriptors {
        let moved = try check("fcntl") { clinux_duplicate(pair.here, 100) }
        pairs += [moved, pair.there]
    }
    let name = String(description.executable.split(separator: "/").last ?? "")
    var argv = unsafe ([name] + description.arguments).map { unsafe strdup($0) } + [nil]
    var envp = unsafe (description.environment ?? processEnvironment()).map { unsafe strdup($0) } + [nil]
    defer { unsafe (argv + envp).forEach { unsafe free($0) } }
    var pid: pid_t = 0
    let code = unsafe clinux_spawn(
        &pid, description.executable, &argv, &envp, pairs, pairs.count / 2, description.directory,
        description.group == .ownSession ? 1 : 0, description.group == .own ? 1 : 0)
    if code != 0 { throw SystemError(code: code, call: "posix_spawn", subject: description.executable) }
    return try PIDDescriptor(opening: pid)
}

/// What a finished process left: its end and what it wrote.
public struct ProcessOutput: Sendable {
    /// How it ended.
    public let end: ProcessEnd
    /// What it wrote to standard output.
    public let output: [UInt8]
    /// What it wrote to standard error, as text.
    public let errors: String

    /// Standard output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
    /// True for exit status 0.
    public var succeeded: Bool { end == .exited(0) }
}

/// Runs a process to its end, with no standard input, and collects what it writes.
///
/// When the task is cancelled the process is killed and `CancellationError` thrown. `observe` is given the process
/// while it runs, and is cancelled and awaited when it has ended.
public func run(
    _ description: ProcessDescription, input: [UInt8] = [],
    observing observe: (@Sendable (PIDDescriptor) async throws -> Void)? = nil
) async throws -> ProcessOutput {
    let output = try Pipe()
    let errors = try Pipe()
    let standardInput = input.isEmpty ? try OwnedDescriptor.reading("/dev/null") : try temporaryInput(input)
    var description = description
    description.descriptors += [
        (standardInput.number, 0), (output.writer.number, 1), (errors.writer.number, 2),
    ]
    let process = try spawn(description)
    let outputReader = output.closingWriter()
    let errorReader = errors.closingWriter()
    return try await withTaskCancellationHandler {
        let texts = try await observing(process, observe) {
            try await readToEnds([outputReader, errorReader])
        }
        let end = try await process.end()
        try Task.checkCancellation()
        return ProcessOutput(end: end, output: texts[0], errors: String(decoding: texts[1], as: UTF8.self))
    } onCancel: {
        // It may have ended already; then there is nothing to kill.
        try? process.send(SIGKILL)
    }
}

/// Runs a body, and beside it an observer that is cancelled and awaited at the body's end; what it throws then does
/// not matter.
private func observing<Value: Sendable>(
    _ process: PIDDescriptor, _ observe: (@Sendable (PIDDescriptor) async throws -> Void)?,
    _ body: () async throws -> Value
) async throws -> Value {
    guard let observe else { return try await body() }
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await observe(process) }
        defer { group.cancelAll() }
        return try await body()
    }
}

/// An unlinked file with the given content, positioned at its start.
private func temporaryInput(_ bytes: [UInt8]) throws(SystemError) -> OwnedDescriptor {
    let file = try OwnedDescriptor.unnamedFile(in: "/tmp")
    try file.write(bytes)
    try check("lseek") { lseek(file.number, 0, SEEK_SET) }
    return file
}

/// Reads several streams to their ends side by side; their contents are in the order of the streams.
///
/// A task group, because the optimizer of Swift 6.3.1 crashes on the `async let` that would do the same.
private func readToEnds(_ readers: [SharedDescriptor]) async throws -> [[UInt8]] {
    try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
        for (index, reader) in readers.enumerated() {
            group.addTask { (index, try await readToEnd(reader)) }
        }
        var contents = [[UInt8]](repeating: [], count: readers.count)
        while let (index, content) = try await group.next() { contents[index] = content }
        return contents
    }
}

private func readToEnd(_ reader: SharedDescriptor) async throws -> [UInt8] {
    var content: [UInt8] = []
    while case let part = try await reader.nextBytes(), !part.isEmpty { content += part }
    return content
}
