public import LinuxSystem

/// What must be recorded of a created container so that another process can take it over.
public struct ContainerProcesses: Sendable, Hashable, Codable {
    /// The container's id.
    public let id: String
    /// Its first process.
    public let process: ProcessIdentity
    /// The monitor's process.
    public let monitor: ProcessIdentity

    /// Records a container.
    public init(id: String, process: ProcessIdentity, monitor: ProcessIdentity) {
        self.id = id
        self.process = process
        self.monitor = monitor
    }
}

/// How a container ended.
public struct ContainerExit: Sendable, Hashable {
    /// The exit status, 128 plus the number for a signal; nil when nobody could learn it, because the monitor
    /// was killed while no ancestor of it was there to reap the process.
    public let status: Int32?
    /// True when the kernel killed a process of it because its memory ran out.
    public let wasOutOfMemory: Bool
    /// Seconds since 1970.
    public let finishedAt: Double
}

/// A container whose process and monitor are held by descriptors, which no later process can take over.
public struct MonitoredContainer: Sendable {
    /// What identifies it.
    public let record: ContainerProcesses
    /// The first process; nil when it had ended before it was adopted.
    let process: PIDDescriptor?
    private let monitor: PIDDescriptor?
    private let files: MonitorFiles

    init(adopting record: ContainerProcesses, files: MonitorFiles) throws(SystemError) {
        self.record = record
        self.files = files
        monitor = try record.monitor.open()
        process = try record.process.open()
    }

    /// True when both processes had ended before they were adopted, so that `exit` does not wait.
    public var isOver: Bool { process == nil && monitor == nil }

    /// Sends a signal to the container's first process; nothing happens when it has ended.
    public func send(_ signal: Int32) throws(SystemError) {
        do throws(SystemError) { try process?.send(signal) } catch  where error.isNoSuchProcess {}
    }

    /// True when the process would throw the signal away, so that there is no use in waiting for it to end.
    public func discards(_ signal: Int32) -> Bool { discardsSignal(record.process.pid, signal) }

    /// Suspends until the container's first process has ended, maybe before its exit status is known.
    public func hasEnded() async throws { try await process?.hasEnded() }

    /// Suspends until the container has ended and its log is complete, and tells how.
    ///
    /// May be called again. The monitor ends last, after it has written log and status. If it was killed, the process is reaped here
    /// where it became a child of this process (a subreaper above the monitor).
    public func exit() async throws -> ContainerExit {
        if let monitor { try await monitor.hasEnded() }
        if let exit = try recordedExit() { return exit }
        if let process { try await process.hasEnded() }
        return try unrecordedExit()
    }

    // The parts of `exit` that do not wait are functions of their own, because the optimizer of Swift 6.3.1
    // crashes on typed throws between two waits.

    /// What the monitor recorded; nil when it was killed before it could.
    private func recordedExit() throws -> ContainerExit? {
        _ = try monitor?.endIfOurs()
        guard let status = try recordedStatus() else { return nil }
        return ContainerExit(
            status: status, wasOutOfMemory: fileExists(files.outOfMemory),
            finishedAt: try modificationTime(files.exit) ?? currentTime())
    }

    /// What can be learnt of a process whose monitor is gone.
    private func unrecordedExit() throws -> ContainerExit {
        let end = try process?.endIfOurs()
        // Kept as the monitor would have, for a second call and for later processes.
        if let end { try replaceFile(files.exit, "\(end.status)") }
        return ContainerExit(
            status: end?.status, wasOutOfMemory: fileExists(files.outOfMemory), finishedAt: currentTime())
    }

    private func recordedStatus() throws(SystemError) -> Int32? {
        do throws(SystemError) { return Int32(try readText(files.exit).filter(\.isNumber)) } catch
            where error.isNotFound
        {
            return nil
        }
    }
}
