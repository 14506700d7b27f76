public import LinuxSystem
internal import OCIRuntime

/// Sends what a container writes to a syslog receiver, in order, and remembers in a file how far it came.
///
/// While the receiver cannot be reached the lines wait in the log. A crash, or a stream that broke, can make some lines
/// come twice; syslog has no answers by which to avoid that.
public final class LogForwarding: Sendable {
    private let source: LogSource
    private let positionFile: String
    private let address: ClientSocket.Address
    private let format: SyslogFormat
    private let reader: LogReader
    private let position: LogPosition
    private let done = AsyncStream<Never>.makeStream()

    /// Prepares to send a log from where an earlier process came to.
    public init(
        _ source: LogSource, to address: ClientSocket.Address, format: SyslogFormat, positionFile: String
    ) {
        self.source = source
        self.address = address
        self.format = format
        self.positionFile = positionFile
        // Without the file nothing was sent yet.
        position = (try? readText(positionFile)).flatMap(LogPosition.init) ?? LogPosition()
        var query = LogQuery()
        query.isFollowing = true
        query.since = position.time
        reader = LogReader(query, sources: [source])
    }

    /// Sends until all is sent after `finish`, or until the task is cancelled.
    ///
    /// `report` is told why the receiver cannot be reached, once for each time.
    public func run(report: @escaping @Sendable (any Error) -> Void) async throws {
        defer { done.continuation.finish() }
        var position = position
        var sent = SentLines(position)
        let sender = SyslogSender(address)
        try await reader.read { records in
            let lines = records.map(\.line).filter { sent.isNew($0) }
            try await sender.send(lines.map(format.message), report: report)
            for line in lines { position.pass(line) }
            try replaceFile(positionFile, position.text, mode: 0o600)
        }
    }

    /// Says that nothing more is written, and waits until all is sent, but not for long.
    public func finish() async {
        reader.end(source)
        reader.close()
        let stream = done.stream
        // Cancelling the wait is the only way in which it fails.
        try? await race(
            { for await _ in stream {} },
            { try await Task.sleep(for: farewell) })
    }
}

/// How long the end of a container waits for a receiver to take the last lines.
private let farewell = Duration.seconds(2)
/// The pauses between attempts to reach a receiver.
private let firstPause = Duration.milliseconds(100)
private let longestPause = Duration.seconds(30)

/// The connection to a receiver, which is made again when it breaks.
private actor SyslogSender {
    private let address: ClientSocket.Address
    private var connection: SyslogConnection?

    init(_ address: ClientSocket.Address) { self.address = address }

    /// Sends messages; tries again, after pauses that grow, until all are sent.
    func send(_ messages: [[UInt8]], report: @Sendable (any Error) -> Void) async throws {
        var rest = messages[...]
        var delay = firstPause
        while !rest.isEmpty {
            do {
                let connection = try await connected()
                rest = rest.dropFirst(try await connection.send(Array(rest)))
            } catch let error as SystemError {
                connection = nil
                if delay == firstPause { report(error) }
                try await Task.sleep(for: delay)
                delay = min(delay * 2, longestPause)
            }
        }
    }

    private func connected() async throws -> SyslogConnection {
        if let connection { return connection }
        let address = address
        let new = try await offPool { try SyslogConnection(address) }
        connection = new
        return new
    }
}

/// A connection that several threads use one after the other.
private final class SyslogConnection: Sendable {
    private let socket: ClientSocket

    init(_ address: ClientSocket.Address) throws(SystemError) { socket = try ClientSocket(to: address) }

    /// Sends messages off the pool and returns how many were sent before the first that could not be.
    func send(_ messages: [[UInt8]]) async throws -> Int {
        try await offPool {
            guard self.socket.keepsMessages else {
                try self.socket.send(Array(messages.joined()))
                return messages.count
            }
            for (index, message) in messages.enumerated() {
                do { try self.socket.send(message) } catch {
                    if index > 0 { return index }
                    throw error
                }
            }
            return messages.count
        }
    }
}
