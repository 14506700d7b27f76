import BerthControl
import BerthLogs
import BerthModel
import OCIRuntime
import TerminalUI

/// Where a log is to be read on after a run of its container.
typealias LogMark = LogTimestamp

/// The loop of an attached `up`: it keeps the run of each container, and asks the machine what to do.
struct AttachedLoop {
    /// One run of a container, from its start to the end of its log.
    private struct Run {
        /// Reads the log; nil when it is not shown.
        var reader: LogReader?
        /// How it ended, once it did.
        var end: ContainerStatus?
        /// The container as it was started again, before the log of this run was shown to its end.
        var next: ContainerStatus?
    }

    private let command: AttachedUp
    private let printer: LogPrinter
    private let happening: AsyncStream<AttachedHappening>.Continuation
    private var machine: AttachmentMachine
    private var runs: [String: Run] = [:]
    private var starts: [String: Double] = [:]
    private var marks: [String: LogMark] = [:]
    private let began: Double
    private var requests = 0
    private var isLeaving = false

    /// Prepares to show what was written since a time.
    init(_ command: AttachedUp, since began: Double, _ happening: AsyncStream<AttachedHappening>.Continuation)
    {
        self.command = command
        self.began = began
        self.happening = happening
        machine = AttachmentMachine(end: command.options.end)
        let session = command.session
        printer = LogPrinter(
            output: session.output, errors: session.errors,
            style: LogStyle(
                styling: session.styling(of: session.output, allowsColour: !command.options.noColor),
                hasPrefix: !command.options.noLogPrefix, hasTimestamps: command.options.timestamps))
    }

    /// Deals with everything until it is over, and returns the exit status.
    mutating func run(
        _ happenings: AsyncStream<AttachedHappening>, in group: inout ThrowingTaskGroup<Void, any Error>
    ) async throws -> Int32 {
        for await happening in happenings {
            var actions: [AttachmentMachine.Action] = []
            switch happening {
            case .stack(.containers(let containers)): actions = observe(containers, &group)
            case .stack(.event(let event)): actions = observe(event, &group)
            case .stack(.gone): actions = [.leave]
            case .drained(let name, let mark): actions = drained(name, mark, &group)
            case .interrupted: actions = machine.interrupted()
            case .stopped: requests -= 1
            case .failed(let error): throw error
            }
            if actions.contains(.abandon) { break }
            for action in actions { try perform(action, &group) }
            if isLeaving, requests == 0 { break }
        }
        try Task.checkCancellation()
        return machine.status
    }
}

// MARK: - Runs

extension AttachedLoop {
    /// Takes all containers as they are; without any that runs there is nothing to wait for.
    private mutating func observe(
        _ containers: [ContainerStatus], _ group: inout ThrowingTaskGroup<Void, any Error>
    ) -> [AttachmentMachine.Action] {
        let watched = containers.filter { command.watches($0.service) || command.shows($0.service) }
        if starts.isEmpty { introduce(watched.filter { command.shows($0.service) }) }
        for container in watched where container.state != .exited || (container.finishedAt ?? 0) >= began {
            begin(container, &group)
        }
        for container in watched where container.state == .exited { end(container) }
        let gone = Set(runs.keys).subtracting(watched.map(\.name))
        for name in gone { runs[name]?.reader?.close() }
        return runs.isEmpty ? [.leave] : []
    }

    private mutating func observe(
        _ event: ContainerEvent, _ group: inout ThrowingTaskGroup<Void, any Error>
    ) -> [AttachmentMachine.Action] {
        guard command.watches(event.container.service) || command.shows(event.container.service) else {
            return []
        }
        switch event.action {
        case .start, .restart: begin(event.container, &group)
        case .die: end(event.container)
        // A stop, which is told after the end, keeps the restart policy from starting the container again.
        case .stop: return runs[event.container.name] == nil ? machine.removed(event.container.name) : []
        case .destroy: return machine.removed(event.container.name)
        default: break
        }
        return []
    }

    private func introduce(_ containers: [ContainerStatus]) {
        let names = containers.map(\.shortName)
        printer.add(names)
        guard !names.isEmpty else { return }
        // It goes the way of progress: when nobody reads that, nobody misses it.
        try? command.session.errors.write("Attaching to \(names.joined(separator: ", "))\n")
    }

    /// Shows a run, unless it is shown already or was.
    private mutating func begin(
        _ container: ContainerStatus, _ group: inout ThrowingTaskGroup<Void, any Error>
    ) {
        guard let start = container.startedAt, start > starts[container.name] ?? 0 else { return }
        guard runs[container.name] == nil else {
            runs[container.name]?.next = container
            return
        }
        starts[container.name] = start
        if command.watches(container.service) { machine.watch(container.name) }
        var run = Run()
        if command.shows(container.service) {
            let reader = reader(of: container)
            let (printer, happening, name) = (printer, happening, container.name)
            group.addTask {
                do {
                    var mark: LogMark?
                    try await reader.read { records in
                        try printer.print(records)
                        mark =
                            records.last.map { LogMark(nanoseconds: $0.line.timestamp.nanoseconds + 1) }
                            ?? mark
                    }
                    happening.yield(.drained(container: name, next: mark))
                } catch {
                    happening.yield(.failed(error))
                }
            }
            run.reader = reader
        }
        runs[container.name] = run
    }

    private func reader(of container: ContainerStatus) -> LogReader {
        var query = LogQuery()
        query.isFollowing = true
        query.since = marks[container.name] ?? LogMark(nanoseconds: Int64(began * 1e9))
        return LogReader(query, sources: [command.session.logSource(of: container)])
    }

    /// Lets the log of a run be shown to its end.
    private mutating func end(_ container: ContainerStatus) {
        guard let run = runs[container.name], run.end == nil else { return }
        runs[container.name]?.end = container
        guard let reader = run.reader else {
            happening.yield(.drained(container: container.name, next: nil))
            return
        }
        reader.end(command.session.logSource(of: container))
        reader.close()
    }

    private mutating func drained(
        _ name: String, _ mark: LogMark?, _ group: inout ThrowingTaskGroup<Void, any Error>
    ) -> [AttachmentMachine.Action] {
        guard let run = runs.removeValue(forKey: name) else { return [] }
        if let mark { marks[name] = mark }
        if let next = run.next { begin(next, &group) }
        guard let end = run.end else { return machine.removed(name) }
        guard command.watches(end.service) else { return [] }
        return machine.exited(end, restarts: run.next != nil || end.state == .restarting)
    }
}

// MARK: - Actions

extension AttachedLoop {
    private mutating func perform(
        _ action: AttachmentMachine.Action, _ group: inout ThrowingTaskGroup<Void, any Error>
    ) throws {
        let (session, stack) = (command.session, command.stack)
        let services = command.request.services
        switch action {
        case .reportExit(let name, let status, let reason):
            let prefix = "\(stack.name)-"
            let short = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
            try printer.announce(short, "exited with code \(status)\(reason.map { " (\($0))" } ?? "")")
        case .reportAbort: try session.errors.write("Aborting on container exit...\n")
        case .stop:
            if command.options.end == .allExits || machine.status == Failure.Kind.interrupted.exitStatus {
                try session.errors.write("Gracefully Stopping... press Ctrl+C again to force\n")
            }
            ask(.stop(StopRequest(services: services, timeout: command.request.stopTimeout)), &group)
        case .kill: ask(.kill(KillRequest(services: services)), &group)
        case .leave: isLeaving = true
        case .abandon: break
        }
    }

    /// Sends a request beside everything else; its progress comes as lines between those of containers.
    private mutating func ask(
        _ request: ControlRequest, _ group: inout ThrowingTaskGroup<Void, any Error>
    ) {
        requests += 1
        let (session, stack, happening) = (command.session, command.stack, happening)
        group.addTask {
            do {
                let display = PlainProgress(session.errors)
                let supervisor = try await session.supervisor(of: stack)
                _ = try await supervisor.send(request) { try await display.show($0) }
                happening.yield(.stopped)
            } catch {
                happening.yield(.failed(error))
            }
        }
    }
}
