public import BerthLogs
internal import BerthModel
internal import BerthStore
internal import LinuxSystem
internal import OCIRuntime

extension Engine {
    /// Keeps the log of a container within its limit until the task is cancelled; returns at once without a limit.
    public func rotateLog(of id: String) async throws {
        guard let record = await state.container(id),
            let limit = try LogDestination(record.service.logDriver).limit
        else { return }
        let installation = drivers.installation
        try await LogRotation(of: installation.log(id), bundle: installation.bundle(id), limit: limit).run()
    }

    /// What sends the log of a container on; nil when nobody wants it.
    public func logForwarding(of id: String) async throws -> LogForwarding? {
        guard let record = await state.container(id),
            case .syslog(let target) = try LogDestination(record.service.logDriver).receiver
        else { return nil }
        var format = SyslogFormat(
            tag: target.tag.text(for: record.status, imageID: record.imageID),
            host: try readText("/proc/sys/kernel/hostname").filter { !$0.isWhitespace },
            process: processIdentifier())
        format.head = target.head
        format.facility = target.facility
        format.localOffset = localTimeOffset(at: Int64(currentTime()))
        let installation = drivers.installation
        return LogForwarding(
            LogSource(name: record.status.name, path: installation.log(id)), to: target.receiver,
            format: format, positionFile: "\(installation.container(id))/syslog.position")
    }
}

extension ContainerRecord {
    /// Where the monitor puts what the container writes.
    func output() throws -> ContainerCreation.Output {
        let destination = try LogDestination(service.logDriver)
        guard destination.isKept else { return .nothing }
        guard case .journal(let tag) = destination.receiver else { return .file }
        return .fileAndJournal(tag: tag.text(for: status, imageID: imageID))
    }
}
