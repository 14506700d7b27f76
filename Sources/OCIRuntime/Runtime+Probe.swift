internal import LinuxSystem

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
    /// The process gets no input. The runtime leaves its number at `pidFile`, a path of the caller's that no
    /// other probe uses at the same time and that is gone afterwards; by it the process is killed inside the
    /// container when time is over or the task is cancelled.
    public func probe(
        _ process: RuntimeSpec.Process, in id: String, timeout: Duration, pidFile: String
    ) async throws -> ProbeResult {
        let session = try ExecSession(process)
        let nothing = try OwnedDescriptor.reading("/dev/null")
        let pipe = try Pipe()
        var description = session.description(of: self, in: id, extra: ["--pid-file", pidFile])
        description.descriptors += [(nothing.number, 0), (pipe.writer.number, 1), (pipe.writer.number, 2)]
        let running = RunningProbe(
            process: try spawn(description), pidFile: pidFile, reader: pipe.closingWriter())
        // The file is of no use once the probe has ended.
        defer { try? removeFile(pidFile) }
        let end = try await running.end(within: timeout)
        let output = running.output.text
        guard let end else { return .timedOut(output: output) }
        try session.throwIfNotRun(end)
        return .finished(status: end.status, output: output)
    }
}

private struct RunningProbe: Sendable {
    let process: PIDDescriptor
    let pidFile: String
    let reader: SharedDescriptor
    let output = LimitedOutput(limit: 4096)

    private enum Outcome: Sendable {
        case ended(ProcessEnd)
        case timeOver
        case outputEnded
    }

    /// The end of the process, or nil when it was killed because the time was over.
    func end(within timeout: Duration) async throws -> ProcessEnd? {
        try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: Outcome.self) { group in
                defer { group.cancelAll() }
                group.addTask { @Sendable in .ended(try await process.end()) }
                group.addTask { @Sendable in
                    try await Task.sleep(for: timeout)
                    return .timeOver
                }
                group.addTask { @Sendable in
                    try await output.collect(from: reader)
                    return .outputEnded
                }
                var isOver = false
                while let outcome = try await group.next() {
                    switch outcome {
                    case .outputEnded: continue
                    case .timeOver:
                        isOver = true
                        kill()
                    case .ended(let end):
                        // What was written before the end is in the pipe by now, even if others hold it open.
                        try output.takeRest(of: reader)
                        return isOver ? nil : end
                    }
                }
                return nil
            }
        } onCancel: {
            kill()
        }
    }

    /// Kills the process inside the container, which would survive its runtime, and then the runtime.
    private func kill() {
        // What cannot be read or killed has ended, or has not begun and ends with the runtime.
        if let text = try? readText(pidFile), let pid = Int32(text.filter(\.isNumber)) {
            try? PIDDescriptor(opening: pid).kill()
        }
        try? process.kill()
    }
}
