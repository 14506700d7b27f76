internal import BerthModel
internal import Digest
internal import LayerArchive
internal import LinuxSystem

/// The unpacked layers, each in a directory of its own, named after the digest of its content.
///
/// A directory is there under its name only when it is whole: it is unpacked under another name and renamed.
/// Whoever unpacks holds the layer's lock, so that two images, tasks or processes that need the same layer
/// unpack it once, and what a killed process left is known by its free lock.
struct LayerStore: Sendable {
    /// The directory of all layers.
    let directory: String
    private let locks: LockSlots
    private let limit: LayerLimit

    /// Opens the store and creates its directories.
    init(_ directory: String, limit: LayerLimit = LayerLimit()) throws(SystemError) {
        self.directory = directory
        self.limit = limit
        try makePrivateDirectory(directory)
        locks = try LockSlots("\(directory)/.locks")
        try makeDirectories(emptyLayer)
    }

    /// A layer without files, for an image that has none.
    var emptyLayer: String { "\(directory)/.empty" }

    /// The directory of a layer.
    func path(_ diffID: String) -> String { "\(directory)/\(layerName(diffID))" }

    /// True when the layer is there, as a whole.
    func contains(_ diffID: String) -> Bool { fileExists(path(diffID)) }

    /// Unpacks a blob unless the layer is there already.
    func unpack(_ blob: String, diffID: String) async throws {
        if contains(diffID) { return }
        let name = layerName(diffID)
        let unfinished = "\(directory)/\(unfinishedPrefix)\(name)"
        let finished = path(diffID)
        try await locks.holding(name) {
            if contains(diffID) { return }
            try await offPool {
                try removeTree(unfinished)
                try makeDirectories(unfinished)
                do {
                    let limit = try limit.bytes(for: blob, in: unfinished)
                    try unpackLayer(blob, into: unfinished, diffID: diffID, limit: limit)
                    try renameFile(unfinished, toUnused: finished)
                } catch {
                    // What cannot be removed now is removed by the next one to unpack this layer.
                    try? removeTree(unfinished)
                    throw error
                }
            }
        }
    }

    /// Removes all layers but those in the given directories, by renaming each away first, and what killed processes
    /// left.
    func collect(keeping kept: Set<String>) throws {
        for name in try directoryEntries(directory) where !name.hasPrefix(".") && !kept.contains(name) {
            try removeTree("\(directory)/\(removedPrefix)\(name)")
            try renameFile("\(directory)/\(name)", to: "\(directory)/\(removedPrefix)\(name)")
        }
        for name in try directoryEntries(directory) where name.hasPrefix(removedPrefix) {
            try removeTree("\(directory)/\(name)")
        }
        try sweep()
    }

    /// The directories that are none of the given ones, and that nobody unpacks into.
    func strays(beside names: Set<String>) throws -> [String] {
        try directoryEntries(directory).sorted().filter { entry in
            if entry.hasPrefix(unfinishedPrefix) {
                return try locks.ifFree(String(entry.dropFirst(unfinishedPrefix.count))) != nil
            }
            return entry.hasPrefix(removedPrefix) || (!entry.hasPrefix(".") && !names.contains(entry))
        }.map { "\(directory)/\($0)" }
    }

    /// Removes what processes that were killed while they unpacked have left.
    func sweep() throws {
        for entry in try directoryEntries(directory) where entry.hasPrefix(unfinishedPrefix) {
            guard let lock = try locks.ifFree(String(entry.dropFirst(unfinishedPrefix.count))) else {
                continue
            }
            try withExtendedLifetime(lock) { try removeTree("\(directory)/\(entry)") }
        }
    }
}

private let unfinishedPrefix = ".tmp-"
private let removedPrefix = ".old-"

/// The first 130 bits of a digest in 26 letters: kernels before 6.7 take the names of all layers of a mount
/// in one page, which must have room for 127 of them.
func layerName(_ diffID: String) -> String {
    let digits = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
    var name: [UInt8] = []
    var bits = 0
    var value = 0
    for digit in diffID.utf8 where name.count < 26 {
        value = value << 4 | (Int(digit) - (digit < 58 ? 48 : 87))
        bits += 4
        if bits >= 5 {
            bits -= 5
            name.append(digits[value >> bits])
            value &= (1 << bits) - 1
        }
    }
    return String(decoding: name, as: UTF8.self)
}
