internal import CLinux
import Glibc

/// Why a file of somebody else cannot be read.
public enum BoundedReadingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A call failed.
    case system(SystemError)
    /// It has more bytes than are accepted.
    case tooLarge(limit: Int)
    /// It is a fifo that nobody opened for writing in time.
    case unwritten

    /// The reason alone, such as `No such file or directory`.
    public var description: String {
        switch self {
        case .system(let error): error.reason
        case .tooLarge(let limit): "it has more than \(limit) bytes"
        case .unwritten: "it is a pipe that nobody writes to"
        }
    }
}

/// The whole content of a file that may be anything: a huge file, a device without an end, a fifo.
///
/// More bytes than the limit are refused. A fifo is read until its writers have closed it, but the first must open
/// it within the given time. Blocks the calling thread.
public func readFile(
    _ path: String, upTo limit: Int, patience: Duration = .seconds(10)
) throws(BoundedReadingError) -> [UInt8] {
    let file: OwnedDescriptor
    do throws(SystemError) { file = try OwnedDescriptor.readingAtOnce(path) } catch { throw .system(error) }
    guard try file.isPipe(), try !file.waitForBytes(patience) else { return try file.readToEnd(upTo: limit) }
    // Without a writer a fifo looks like an empty file; one that is slow makes reading wait.
    let first = try file.bytesAtHand()
    if first?.isEmpty == true { throw .unwritten }
    return try (first ?? []) + file.readToEnd(upTo: limit)
}

extension OwnedDescriptor {
    /// Everything from the current position to the end, which is refused when it is more than the limit.
    ///
    /// Waits for what is not there yet, also when the descriptor does not block.
    public func readToEnd(upTo limit: Int) throws(BoundedReadingError) -> [UInt8] {
        var content: [UInt8] = []
        while true {
            guard let part = try bytesAtHand() else {
                _ = try waitForBytes(nil)
                continue
            }
            if part.isEmpty { return content }
            content += part
            guard content.count <= limit else { throw .tooLarge(limit: limit) }
        }
    }

    /// What can be read now; nil when that is nothing yet.
    fileprivate func bytesAtHand() throws(BoundedReadingError) -> [UInt8]? {
        do throws(SystemError) { return try read() } catch {
            if error.wouldBlock { return nil }
            throw .system(error)
        }
    }

    /// Waits until there is something to read, or until the writers are gone; false when the time is over.
    fileprivate func waitForBytes(_ patience: Duration?) throws(BoundedReadingError) -> Bool {
        let milliseconds = patience.map { Int32(clamping: Int64($0 / .milliseconds(1))) } ?? -1
        var event = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        do throws(SystemError) {
            return try check("poll") { unsafe poll(&event, 1, milliseconds) } > 0
        } catch {
            throw .system(error)
        }
    }

    fileprivate func isPipe() throws(BoundedReadingError) -> Bool {
        var status = stat()
        do throws(SystemError) { try check("fstat") { unsafe fstat(number, &status) } } catch {
            throw .system(error)
        }
        return FileStatus(status).kind == .pipe
    }
}
