import ArgumentParser
import BerthControl
import BerthLogs
import BerthModel
import LinuxSystem
import OCIRuntime
import TerminalUI

/// `berth logs`.
struct LogsCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Print what containers wrote, merged by time.")

    @Flag(name: [.customShort("f"), .long], help: "Go on while containers write.")
    var follow = false

    @Option(
        help: ArgumentHelp("The number of the container (default: all of a service).", valueName: "number"))
    var index: Int?

    @Flag(help: "Do not colour the names in front of lines.")
    var noColor = false

    @Flag(help: "Do not put names in front of lines.")
    var noLogPrefix = false

    @Option(
        help: ArgumentHelp(
            "Print lines from a time on, such as 2026-01-02T15:04:05Z, or from so long ago, such as 42m.",
            valueName: "time"))
    var since: String?

    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp(
            "Print so many lines of each container, the last ones; \"all\" for all.", valueName: "number"))
    var tail = "all"

    @Flag(name: [.customShort("t"), .long], help: "Print the time of each line.")
    var timestamps = false

    @Option(help: ArgumentHelp("Print lines up to a time, or up to so long ago.", valueName: "time"))
    var until: String?

    @OptionGroup var selection: ServiceArguments

    func run(in session: Session) async throws {
        let stack = try session.stack(selecting: selection.names)
        let wanted = try await session.containers(of: stack).filter(isWanted)
        for container in wanted where !container.isLogKept {
            try session.warn("container \(container.name): its logging driver is none, so nothing is kept")
        }
        let containers = wanted.filter(\.isLogKept)
        let printer = LogPrinter(
            output: session.output, errors: session.errors,
            style: LogStyle(
                styling: session.styling(of: session.output, allowsColour: !noColor), hasPrefix: !noLogPrefix,
                hasTimestamps: timestamps))
        printer.add(containers.map(\.shortName))
        var query = try query()
        query.isFollowing = follow && containers.contains { $0.state == .running || $0.state == .restarting }
        let reader = LogReader(query, sources: containers.map { session.logSource(of: $0) })
        guard query.isFollowing else { return try await reader.read { try printer.print($0) } }
        try await followed(reader, session, stack, printer)
    }

    private func isWanted(_ container: ContainerStatus) -> Bool {
        (selection.names.isEmpty || selection.names.contains(container.service))
            && (index == nil || container.number == index)
    }

    private func query() throws -> LogQuery {
        let now = LogTimestamp(nanoseconds: Int64(secondsNow() * 1e9))
        var query = LogQuery()
        let offset = localTimeOffset(at: now.nanoseconds / 1_000_000_000)
        func moment(_ text: String) throws -> LogTimestamp {
            try LogMoment(parsing: text, now: now, localOffset: offset).timestamp
        }
        query.since = try since.map(moment)
        query.until = try until.map(moment)
        if tail != "all" {
            guard let count = Int(tail) else {
                throw Failure(.usage, "logs: --tail takes a number or \"all\", not \"\(tail)\"")
            }
            if count >= 0 { query.tail = .last(count) }
        }
        return query
    }
}

// MARK: - Following

extension LogsCommand {
    /// Prints lines until every container has ended.
    private func followed(
        _ reader: LogReader, _ session: Session, _ stack: Stack, _ printer: LogPrinter
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reader.read { try printer.print($0) } }
            group.addTask { @Sendable in
                var tracking = LogTracking(reader: reader, source: session.logSource(of:))
                try await StackWatch(stack: stack, session: session).run { happening in
                    tracking.note(happening, isWanted)
                }
            }
            defer { group.cancelAll() }
            // Reading ends first, when the last log has ended, unless the watch fails.
            try await group.next()
        }
    }
}

/// Tells a reader of logs which of them still grow.
private struct LogTracking {
    let reader: LogReader
    let source: @Sendable (ContainerStatus) -> LogSource
    private var growing: [String: LogSource] = [:]

    init(reader: LogReader, source: @escaping @Sendable (ContainerStatus) -> LogSource) {
        self.reader = reader
        self.source = source
    }

    mutating func note(_ happening: StackHappening, _ isWanted: (ContainerStatus) -> Bool) {
        switch happening {
        case .containers(let containers):
            for container in containers where isWanted(container) { note(container) }
        case .event(let event): if isWanted(event.container) { note(event.container) }
        case .gone: for source in growing.values { reader.end(source) }
        }
        if case .gone = happening { growing = [:] }
        if growing.isEmpty { reader.close() }
    }

    private mutating func note(_ container: ContainerStatus) {
        let source = source(container)
        let grows = container.state == .running || container.state == .restarting
        if grows, growing.updateValue(source, forKey: container.id) == nil { reader.add(source) }
        if !grows {
            growing[container.id] = nil
            reader.end(source)
        }
    }
}
