internal import LinuxSystem
internal import Synchronization

/// The first bytes of an output; what goes beyond the limit is read and dropped, so that the writer never waits.
final class LimitedOutput: Sendable {
    private let limit: Int
    private let bytes = Mutex<[UInt8]>([])

    init(limit: Int) { self.limit = limit }

    /// What was kept, as UTF-8 repaired where it is not.
    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Reads to the end of the output.
    func collect(from reader: SharedDescriptor) async throws {
        repeat { try await Reactor.shared.readable(reader.number) } while try take(from: reader) != .ended
    }

    /// Takes what is there now, without waiting for more.
    func takeRest(of reader: SharedDescriptor) throws {
        while try take(from: reader) == .more {}
    }

    private enum Rest { case more, none, ended }

    private func take(from reader: SharedDescriptor) throws(SystemError) -> Rest {
        // Read under the lock, so that two readers keep the order.
        try bytes.withLock { kept throws(SystemError) in
            guard let part = try reader.bytesAtHand() else { return .none }
            kept += part.prefix(limit - kept.count)
            return part.isEmpty ? .ended : .more
        }
    }
}
