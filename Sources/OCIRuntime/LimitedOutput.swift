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
        let descriptor = try OwnedDescriptor.duplicating(reader.number)
        try descriptor.setNonblocking()
        while true {
            try await Reactor.shared.readable(reader.number)
            if try take(from: descriptor) == .ended { return }
        }
    }

    /// Takes what is there now, without waiting for more.
    func takeRest(of reader: SharedDescriptor) throws {
        let descriptor = try OwnedDescriptor.duplicating(reader.number)
        try descriptor.setNonblocking()
        while try take(from: descriptor) == .more {}
    }

    private enum Rest { case more, none, ended }

    private func take(from descriptor: borrowing OwnedDescriptor) throws(SystemError) -> Rest {
        // Read under the lock, so that two readers keep the order.
        try bytes.withLock { kept throws(SystemError) in
            do throws(SystemError) {
                let part = try descriptor.read()
                kept += part.prefix(limit - kept.count)
                return part.isEmpty ? .ended : .more
            } catch  where error.wouldBlock {
                return .none
            }
        }
    }
}
