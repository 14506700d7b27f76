internal import FoundationEssentials

/// Progress as a line for every change, for logs: ` Container shop-db-1  Creating`.
public struct PlainProgress: ProgressDisplay {
    private let output: any TextOutput

    /// Writes to an output.
    public init(_ output: any TextOutput) { self.output = output }

    /// Writes the change.
    public func show(_ item: ProgressItem) throws {
        // Bytes tick by the hundred: a log is told when a transfer begins and when it ends.
        if item.current != nil, item.state == .working { return }
        try output.write(" \(item.id) \(item.detail) \(item.text)\n")
    }

    /// Writes the line.
    public func note(_ line: String) throws { try output.write(line + "\n") }
}

/// Progress as a JSON object a line, for programs, with the keys of `docker compose --progress json`.
public struct JSONProgress: ProgressDisplay {
    private struct Message: Encodable {
        var id: String?
        var text: String?
        var status: String?
        var current: Int?
        var total: Int?
        var percent: Int?
        var error: Bool?
    }

    private let output: any TextOutput

    /// Writes to an output.
    public init(_ output: any TextOutput) { self.output = output }

    /// Writes the change.
    public func show(_ item: ProgressItem) throws {
        var message = Message(id: item.id, status: item.text, current: item.current, total: item.total)
        message.text = item.detail.isEmpty ? nil : item.detail
        if let current = item.current, let total = item.total, total > 0 {
            message.percent = Int(Double(current) / Double(total) * 100)
        }
        message.error = item.state == .failed ? true : nil
        try write(message)
    }

    /// Writes the line as a message of its own.
    public func note(_ line: String) throws { try write(Message(text: line)) }

    private func write(_ message: Message) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try output.write(String(decoding: encoder.encode(message), as: UTF8.self) + "\n")
    }
}

/// No progress; only what is not about progress is written.
public struct QuietProgress: ProgressDisplay {
    private let output: any TextOutput

    /// Writes to an output.
    public init(_ output: any TextOutput) { self.output = output }

    /// Writes nothing.
    public func show(_ item: ProgressItem) {}

    /// Writes the line.
    public func note(_ line: String) throws { try output.write(line + "\n") }
}
