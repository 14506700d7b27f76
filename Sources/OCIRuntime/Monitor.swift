internal import FoundationEssentials
internal import LinuxSystem

/// conmon: a small process beside each container that holds its output, log file and exit status, so that
/// they survive whoever created it.
public struct Monitor: Sendable {
    private let executable: String
    private let runtime: Runtime
    private let exitDirectory: String

    /// Names the monitor for containers of a runtime; exit statuses are left in a directory, a file a container.
    public init(runtime: Runtime, exitDirectory: String) throws(RuntimeError) {
        guard let executable = installedProgram("conmon") else {
            throw .missing("the container monitor", package: "conmon")
        }
        self.executable = executable
        self.runtime = runtime
        self.exitDirectory = exitDirectory
    }

    /// Creates a container from its bundle, with its process waiting for `Runtime.start`.
    ///
    /// The monitor runs in a session of its own with no descriptor of ours, in the caller's cgroup.
    /// When this throws, also by cancellation, `Runtime.delete` removes what may have been made.
    public func create(_ creation: ContainerCreation) async throws -> MonitoredContainer {
        let files = files(of: creation)
        try files.prepare()
        try makeDirectories(exitDirectory)
        let answer = try await answer(to: creation, files)
        guard answer.data > 0 else {
            try await waitForEnd(of: creation.id, persistDirectory: creation.persistDirectory)
            throw RuntimeError(
                "create container \"\(creation.name)\"", program: creation.program,
                reason: answer.message ?? "")
        }
        let record = ContainerProcesses(
            id: creation.id, process: try ProcessIdentity(of: answer.data),
            monitor: try ProcessIdentity(of: files.monitorPID()))
        return try MonitoredContainer(adopting: record, files: files)
    }

    /// Takes over a container that an earlier process created, by what that process had recorded.
    ///
    /// It may have ended meanwhile: then its `exit` is at hand at once.
    public func adopt(_ record: ContainerProcesses, persistDirectory: String) throws -> MonitoredContainer {
        try MonitoredContainer(
            adopting: record,
            files: MonitorFiles(exit: "\(exitDirectory)/\(record.id)", directory: persistDirectory))
    }

    /// Suspends until the monitor of a container has ended, so that nobody writes to its files any more.
    ///
    /// For clean-up where no record of the container is left; it is found by its own file.
    public func waitForEnd(of id: String, persistDirectory: String) async throws {
        let files = MonitorFiles(exit: "\(exitDirectory)/\(id)", directory: persistDirectory)
        // What cannot be read or opened is not there, or is gone.
        guard let pid = try? files.monitorPID(), let process = try? PIDDescriptor(opening: pid),
            let command = try? readText("/proc/\(pid)/cmdline"), command.contains("\0\(id)\0")
        else { return }
        try await process.hasEnded()
        _ = try process.endIfOurs()
    }

    private func files(of creation: ContainerCreation) -> MonitorFiles {
        MonitorFiles(exit: "\(exitDirectory)/\(creation.id)", directory: creation.persistDirectory)
    }

    /// Starts the monitor and waits for the first message on its synchronizing socket.
    private func answer(to creation: ContainerCreation, _ files: MonitorFiles) async throws -> MonitorAnswer {
        let nothing = try OwnedDescriptor.reading("/dev/null")
        let errors = try OwnedDescriptor.writing(files.monitorLog, mode: 0o600)
        let synchronizing = try PacketPair()
        let starting = try PacketPair()
        var description = ProcessDescription(
            executable, arguments(creation, files),
            environment: [
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "_OCI_SYNCPIPE=3",
                "_OCI_STARTPIPE=4",
            ])
        description.descriptors = [
            (nothing.number, 0), (nothing.number, 1), (errors.number, 2), (synchronizing.theirs.number, 3),
            (starting.theirs.number, 4),
        ]
        // It leaves a file named `oom` where it stands.
        description.directory = files.directory
        description.group = .ownSession
        let process = try spawn(description)
        // Sent before our copy of the other end closes, so that it is queued even if the monitor has failed.
        try starting.ours.write([0])
        _ = starting.closingTheirs()
        let answers = synchronizing.closingTheirs()
        _ = try await process.end()
        try await Reactor.shared.readable(answers.number)
        let message = try answers.read()
        if message.isEmpty {
            let reason = try readText(files.monitorLog)
            return MonitorAnswer(
                data: -1, message: reason.isEmpty ? "conmon ended without an answer" : reason)
        }
        return try JSONDecoder().decode(MonitorAnswer.self, from: Data(message))
    }

    private func arguments(_ creation: ContainerCreation, _ files: MonitorFiles) -> [String] {
        let runtime = creation.runtime ?? runtime
        let runtimeArguments = runtime.globalArguments + runtime.logArguments(files.runtimeLog)
        let id = creation.id
        let streams: [String] =
            switch creation.streams {
            case .output: []
            case .interactive: ["-i", "--leave-stdin-open"]
            case .terminal: ["-t", "--leave-stdin-open"]
            }
        return [
            "--api-version", "1", "-c", id, "-u", id, "-n", creation.name, "-r", runtime.executable,
            "-b", creation.bundle, "-p", files.processPIDFile, "--conmon-pidfile", files.monitorPIDFile,
            "--exit-dir", exitDirectory, "--persist-dir", files.directory, "--full-attach",
            "--no-sync-log", "--log-level", "error",
        ] + logArguments(creation) + streams + runtimeArguments.flatMap { ["--runtime-arg", $0] }
    }

    private func logArguments(_ creation: ContainerCreation) -> [String] {
        let file = ["-l", "k8s-file:\(creation.log)"]
        return switch creation.output {
        case .file: file
        case .fileAndJournal(let tag): file + ["-l", "journald", "--log-tag", tag]
        case .nothing: ["-l", "none"]
        }
    }
}

/// What the monitor says after it has called the runtime: a process id, or a negative number and why.
private struct MonitorAnswer: Decodable {
    var data: Int32
    var message: String?
}
