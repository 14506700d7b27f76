internal import LinuxSystem
internal import Synchronization

/// What a probe of a container's health found.
public enum ProbeResult: Sendable, Hashable {
    /// It ended by itself.
    case finished(status: Int32, output: String)
    /// It took too long and was killed.
    case timedOut(output: String)

    /// The first bytes it wrote.
    public var output: String {
        switch self {
        case .finished(_, let output), .timedOut(let output): output
        }
    }
}

extension Runtime {
    /// Runs a process in a running container for at most a time, with what it writes kept up to 4096 bytes.
    ///
    /// The process gets no input. The runtime only starts it, and then it becomes a child of this process, which
    /// must be a subreaper (`becomeSubreaper`) and must not reap children it does not know. One probe runs in a
    /// container at a time. The runtime leaves the process's number at `pidFile`, a path of the caller's that is
    /// gone afterwards. When time is over or the task is cancelled, the process is killed.
    public func probe(
        _ process: RuntimeSpec.Process, in container: MonitoredContainer, timeout: Duration, pidFile: String
    ) async throws -> ProbeResult {
        let session = try ExecSession(process)
        let nothing = try OwnedDescriptor.reading("/dev/null")
        let pipe = try Pipe()
        var description = session.description(
            of: self, in: container.record.id, extra: ["--detach", "--pid-file", pidFile])
        description.descriptors += [(nothing.number, 0), (pipe.writer.number, 1), (pipe.writer.number, 2)]
        let probe = RunningProbe(
            starter: try spawn(description), pidFile: pidFile, reader: pipe.closingWriter())
        let outcome = await probe.outcome(within: timeout)
        await probe.cleanUp(in: container)
        let output = probe.output.text
        switch try outcome.get() {
        case .timeOver: return .timedOut(output: output)
        case .ended(let end): return .finished(status: end.status, output: output)
        case .notStarted(let end):
            try session.throwIfNotRun(end)
            throw RuntimeError.failed("run \"\(process.args.first ?? "")\" in the container", reason: output)
        }
    }
}

private struct RunningProbe: Sendable {
    let starter: PIDDescriptor
    let pidFile: String
    let reader: SharedDescriptor
    let output = LimitedOutput(limit: 4096)
    let found = FoundProcess()

    enum Outcome: Sendable {
        case ended(ProcessEnd)
        case notStarted(ProcessEnd)
        case timeOver
    }

    /// How it went; `cleanUp` must follow.
    func outcome(within timeout: Duration) async -> Result<Outcome, any Error> {
        do { return .success(try await end(within: timeout)) } catch { return .failure(error) }
    }

    /// Ends and reaps what is left of it, also after a cancellation, which must not leave a child behind.
    func cleanUp(in container: MonitoredContainer) async {
        await Task {
            // What fails here has ended and was reaped before.
            _ = try? await starter.end()
            try? await reap()  // as above
            try? await endOrphans(inNamespaceOf: container.record.process.pid)
            try? removeFile(pidFile)
        }.value
    }

    /// Ends the process, which shares its process numbers with those of other containers perhaps: an unreaped one
    /// would keep the first of them from ending.
    private func reap() async throws {
        // One that was not found before is our child all the same, so that its number is still its own.
        guard let process = try found.process ?? pid().map(PIDDescriptor.init(opening:)) else { return }
        try process.kill()
        try await process.hasEnded()
        _ = try process.endIfOurs()
    }

    private func end(within timeout: Duration) async throws -> Outcome {
        try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: Outcome?.self) { group in
                defer { group.cancelAll() }
                group.addTask { @Sendable in try await processOutcome() }
                group.addTask { @Sendable in
                    try await Task.sleep(for: timeout)
                    return .timeOver
                }
                group.addTask { @Sendable in
                    try await output.collect(from: reader)
                    return nil
                }
                return try await result(of: &group)
            }
        } onCancel: {
            kill()
        }
    }

    private func result(of group: inout ThrowingTaskGroup<Outcome?, any Error>) async throws -> Outcome {
        var isOver = false
        while let event = try await group.next() {
            guard let event else { continue }
            if case .timeOver = event {
                isOver = true
                kill()
                continue
            }
            // What was written before the end is in the pipe by now, even if others hold it open.
            try output.takeRest(of: reader)
            return isOver ? .timeOver : event
        }
        throw CancellationError()
    }

    private func processOutcome() async throws -> Outcome {
        let start = try await starter.end()
        guard start == .exited(0), let pid = try pid() else { return .notStarted(start) }
        // It is our child, so it can be opened even when it has ended, unless somebody has reaped it.
        guard let process = try? PIDDescriptor(opening: pid) else { throw reapedByOthers }
        found.keep(process)
        try await process.hasEnded()
        guard let end = try process.endIfOurs() else { throw reapedByOthers }
        return .ended(end)
    }

    private var reapedByOthers: RuntimeError {
        .failed(
            "learn how a probe ended",
            reason: "it was reaped by another task, or its container is being removed")
    }

    private func pid() throws(SystemError) -> Int32? {
        fileExists(pidFile) ? Int32(try readText(pidFile).filter(\.isNumber)) : nil
    }

    /// Kills the process inside the container and the runtime, if that is still starting it.
    private func kill() {
        // What cannot be read or killed has ended, or has not begun and ends with the runtime.
        if let pid = try? pid() { try? PIDDescriptor(opening: pid).kill() }
        try? starter.kill()
    }
}

/// The process of a probe, once it is known.
private final class FoundProcess: Sendable {
    private let kept = Mutex<PIDDescriptor?>(nil)

    var process: PIDDescriptor? { kept.withLock { $0 } }

    func keep(_ process: PIDDescriptor) { kept.withLock { $0 = process } }
}
