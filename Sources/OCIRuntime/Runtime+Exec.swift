internal import FoundationEssentials
internal import LinuxSystem

extension Runtime {
    /// Runs a process in a running container with this process's standard streams, and returns its exit status.
    ///
    /// With `process.terminal` the runtime makes a terminal in the container and puts ours, which standard input
    /// must be, into raw mode meanwhile. Signals to the runtime reach the process. When the task is cancelled,
    /// the process is asked to end by SIGTERM.
    public func execute(_ process: RuntimeSpec.Process, in id: String) async throws -> Int32 {
        let session = try ExecSession(process)
        let running = try spawn(session.description(of: self, in: id, extra: []))
        let end = try await withTaskCancellationHandler {
            try await running.end()
        } onCancel: {
            // It may have ended already; then nobody is to be asked.
            try? running.send(terminationSignal)
        }
        try session.throwIfNotRun(end)
        return end.status
    }
}

/// SIGTERM.
private let terminationSignal: Int32 = 15

/// The unnamed files that a runtime reads a process from and reports its errors to.
struct ExecSession: ~Copyable {
    private let specification: OwnedDescriptor
    private let log: OwnedDescriptor
    private let program: String

    init(_ process: RuntimeSpec.Process) throws {
        let text = try process.text()
        let specification = try OwnedDescriptor.unnamedFile(in: "/tmp")
        try specification.write(text)
        let log = try OwnedDescriptor.unnamedFile(in: "/tmp")
        self.specification = specification
        self.log = log
        program = process.args.first ?? ""
    }

    /// How the runtime is called; the files are its descriptors 3 and 4.
    func description(of runtime: Runtime, in id: String, extra: [String]) -> ProcessDescription {
        let arguments =
            runtime.globalArguments + runtime.logArguments("/proc/self/fd/4")
            + ["exec", "--process", "/proc/self/fd/3"] + extra + [id]
        var description = ProcessDescription(runtime.executable, arguments)
        description.descriptors = [(specification.number, 3), (log.number, 4)]
        return description
    }

    /// Throws what the runtime reported when it could not run the process at all.
    func throwIfNotRun(_ end: ProcessEnd) throws {
        guard end != .exited(0) else { return }
        let lines = try log.read(upTo: 65536, at: 0).split(separator: UInt8(ascii: "\n"))
        // Lines that are no such objects are for people only.
        let entries = lines.compactMap { try? JSONDecoder().decode(LogEntry.self, from: Data($0)) }
        guard let failure = entries.last(where: { $0.level == "error" }) else { return }
        throw RuntimeError("run \"\(program)\" in the container", program: program, reason: failure.msg)
    }
}

private struct LogEntry: Decodable {
    var level: String
    var msg: String
}
