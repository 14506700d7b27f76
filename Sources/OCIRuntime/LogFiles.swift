public import LinuxSystem

/// The files of one container's log: the one that its monitor writes to, and those that were full before.
///
/// A full file is named after the log with the time of its end, in microseconds since 1970: names sort by age, and
/// none comes twice. Of a file that was removed, the lines that it had begun and not ended stay, with `.begun`
/// after its name, since their ends are in the next one.
public struct LogFiles: Sendable, Hashable {
    /// A file that nobody writes to any more, or soon will not.
    public struct Full: Sendable, Hashable {
        /// Greater than the numbers of all files before it.
        public let number: Int64
        /// Where it is.
        public let path: String
    }

    /// The file that is written to; it is missing for a moment after it was full.
    public let path: String

    /// Names the files of a log by the one that is written to.
    public init(_ path: String) { self.path = path }

    /// The full files, the oldest first.
    public func full() throws(SystemError) -> [Full] { try files(ending: "") }

    /// The beginnings of lines whose ends are in the first full file after it; nil when there is none.
    public func begun() throws(SystemError) -> Full? { try files(ending: begunEnding).last }

    private func files(ending: String) throws(SystemError) -> [Full] {
        let directory = parentDirectory(of: path)
        let prefix = "\(path.split(separator: "/").last ?? "")."
        return try directoryEntries(directory).compactMap { name in
            guard name.hasPrefix(prefix), name.hasSuffix(ending),
                let number = Int64(name.dropFirst(prefix.count).dropLast(ending.count))
            else { return nil }
            return Full(number: number, path: "\(directory)/\(name)")
        }.sorted { $0.number < $1.number }
    }

    /// Takes the file that is written to for full.
    func close(at time: Double) throws(SystemError) {
        let known = try full() + files(ending: begunEnding)
        let latest = known.map(\.number).max() ?? 0
        try renameFile(path, to: "\(path).\(max(latest + 1, Int64(time * 1e6)))")
    }

    /// Removes the oldest full files, so that so many stay.
    ///
    /// What a reader has not opened yet stays too, but no more than `patience` files of it.
    func removeOldest(keeping count: Int, patience: Int) throws {
        let full = try full()
        let awaited = try full.firstIndex { try OwnedDescriptor.reading($0.path).isBeingRead() }
        let surplus = max(0, full.count - count)
        let removed = full.prefix(min(surplus, max(awaited ?? surplus, surplus - patience)))
        guard let last = removed.last else { return }
        let old = try files(ending: begunEnding)
        let tail = LogDecoder.unfinishedEntries(in: try Self.end(of: last.path))
        if !tail.isEmpty {
            try replaceFile("\(last.path)\(begunEnding)", String(decoding: tail, as: UTF8.self), mode: 0o600)
        }
        for file in removed + old { try removeFile(file.path) }
    }

    /// The last MiB of a file; lines that were begun before it are not whole.
    private static func end(of path: String) throws(SystemError) -> [UInt8] {
        let file = try OwnedDescriptor.reading(path)
        let size = try file.size()
        let start = max(0, size - 1 << 20)
        return try file.read(upTo: size - start, at: start)
    }
}

private let begunEnding = ".begun"
