internal import LinuxSystem

/// Unpacks a layer of an image into an empty directory, as a lower directory of overlayfs.
///
/// The blob is a tar archive, plain or compressed by gzip or zstd. Whiteouts become the marks of overlayfs;
/// owners, permissions, times, extended attributes, links, holes and devices become what the entries say.
/// Needs root, or a user namespace in which it is root. Blocks until everything is on the disk, so that a
/// rename afterwards never outlives what it names.
///
/// Throws when the SHA-256 of the uncompressed archive is not `diffID` (64 hexadecimal digits), when an entry would
/// leave the directory, or when more bytes of the disk would be taken than `limit`, in which holes of sparse files and
/// what an entry without content needs count too; what was written until then stays, for the caller to remove.
public func unpackLayer(
    _ blob: String, into directory: String, diffID: String, limit: Int = .max
) throws(LayerError) {
    let stream = try UncompressedStream(blob, limit: limit)
    try write(TarEntries(stream), into: directory, names: .ofLayer)
    let found = try stream.finishDigest()
    if found != diffID { throw .wrongDigest(expected: diffID, found: found) }
    do throws(SystemError) { try ConfinedDirectory(directory).synchronizeFileSystem() } catch {
        throw .system(entry: "", error)
    }
}

/// Unpacks a tar archive, plain or compressed by gzip or zstd, into an empty directory.
///
/// No entry is written outside the directory, no name has a special meaning, and `limit` is that of layers. Blocks
/// until it is done.
public func unpackArchive(_ archive: String, into directory: String, limit: Int = .max) throws(LayerError) {
    try write(TarEntries(UncompressedStream(archive, limit: limit)), into: directory, names: .plain)
}

private func write(_ entries: TarEntries, into directory: String, names: TreeWriter.Names) throws(LayerError)
{
    let writer = try TreeWriter(directory, names: names)
    while let entry = try entries.next() {
        try entries.take(bytesOfEntry)
        try writer.write(entry, from: entries)
    }
    try writer.finish()
}

/// What an entry takes of a disk beside its content: an inode and a name in a directory.
private let bytesOfEntry = 1024
