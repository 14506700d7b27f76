internal import LinuxSystem
internal import OCIRuntime

/// The files of a log as one sequence of bytes, from the oldest on; it grows at its end, also by further files.
///
/// A file that was found stays open until it was read, so that it may be removed meanwhile.
final class LogSegments {
    /// A file of the log; only the last one can grow.
    private struct Segment {
        let descriptor: SharedDescriptor
        let inode: UInt64
        /// Where it begins in the sequence.
        var start = 0

        func size() throws -> Int { try OwnedDescriptor.duplicating(descriptor.number).size() }
    }

    private let files: LogFiles
    private let isFollowed: Bool
    private var segments: [Segment] = []
    /// The greatest number of a full file that was seen.
    private var latest: Int64 = 0

    /// Opens the files that are there; nil when there are none.
    ///
    /// Of a log that is followed, none is removed by its limit before it was found here.
    init?(_ path: String, isFollowed: Bool) throws {
        files = LogFiles(path)
        self.isFollowed = isFollowed
        if let begun = try files.begun(), let segment = try segment(begun.path) {
            segments = [segment]
            latest = begun.number
        }
        guard try extend() || !segments.isEmpty else { return nil }
    }

    /// The bytes of all files.
    func size() throws -> Int {
        guard let last = segments.last else { return 0 }
        return try last.start + last.size()
    }

    /// At most so many bytes at a place in the sequence, of one file; empty at the end.
    func read(_ count: Int, at offset: Int) throws -> [UInt8] {
        guard let index = segments.lastIndex(where: { $0.start <= offset }) else { return [] }
        let rest = index + 1 < segments.count ? segments[index + 1].start - offset : count
        return try OwnedDescriptor.duplicating(segments[index].descriptor.number).read(
            upTo: min(count, rest), at: offset - segments[index].start)
    }

    /// Forgets files that end before a place, which is not read again.
    func close(before offset: Int) {
        while segments.count > 1, segments[1].start <= offset { segments.removeFirst() }
    }

    /// Opens the files that are new; true when there are any.
    ///
    /// A newer file says of the last one that it is complete: the monitor makes it after it has left that.
    func extend() throws -> Bool {
        if let last = segments.last, try fileStatus(files.path)?.inode == last.inode { return false }
        // Opened before the others are listed: if it is full meanwhile, it is among them.
        let current = try segment(files.path)
        var found: [Segment] = []
        for file in try files.full() where file.number > latest {
            latest = file.number
            guard let segment = try segment(file.path), segment.inode != segments.last?.inode else {
                continue
            }
            found.append(segment)
        }
        if let current, !(found + segments).contains(where: { $0.inode == current.inode }) {
            found.append(current)
        }
        for segment in found {
            var segment = segment
            segment.start = try size()
            segments.append(segment)
        }
        return !found.isEmpty
    }

    /// A file of the log; nil when it is not there any more.
    private func segment(_ path: String) throws(SystemError) -> Segment? {
        do throws(SystemError) {
            let descriptor = SharedDescriptor(try .reading(path))
            guard let status = try fileStatus("/proc/self/fd/\(descriptor.number)") else { return nil }
            if isFollowed { try OwnedDescriptor.duplicating(descriptor.number).markAsRead() }
            return Segment(descriptor: descriptor, inode: status.inode)
        } catch  where error.isNotFound {
            return nil
        }
    }
}
