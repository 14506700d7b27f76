internal import BerthModel
internal import Digest
internal import LinuxSystem

/// The blobs of an OCI image layout, each a file named after its SHA-256.
struct BlobStore: Sendable {
    /// The directory of the blobs.
    let directory: String

    /// Opens the store and creates its directory.
    init(_ directory: String) throws(SystemError) {
        self.directory = directory
        try makeDirectories(directory)
    }

    /// The file of a blob.
    func path(_ digest: ContentDigest) -> String { "\(directory)/\(digest.hex)" }

    /// True when the blob is there.
    func contains(_ digest: ContentDigest) -> Bool { fileExists(path(digest)) }

    /// The content of a blob that is a document.
    func read(_ digest: ContentDigest) throws -> [UInt8] { try readDocument(path(digest)) }

    /// Writes a small blob and returns its digest; for a store that nobody else reads yet.
    func write(_ bytes: [UInt8]) throws(SystemError) -> ContentDigest {
        let digest = ContentDigest(of: bytes)
        try OwnedDescriptor.writing(path(digest)).write(bytes)
        return digest
    }

    /// Gives a blob of another store of the same file system a name here too, unless it has one.
    func link(_ digest: ContentDigest, from other: BlobStore) throws(SystemError) {
        do throws(SystemError) {
            try makeHardLink(path(digest), to: other.path(digest))
        } catch  where error.isAlreadyThere {}
    }

    /// Throws when the content of a file does not have the digest.
    static func verify(_ file: String, _ digest: ContentDigest) throws {
        var found = SHA256()
        let descriptor = try OwnedDescriptor.reading(file)
        while true {
            let part = try descriptor.read(upTo: 1 << 20)
            if part.isEmpty { break }
            found.update(part)
        }
        let hex = found.finalizeHex()
        if hex != digest.hex {
            throw Failure(.runtime, "blob \(digest) is damaged: the content has the digest sha256:\(hex)")
        }
    }

    /// Removes all blobs but the ones given.
    func collect(keeping digests: Set<String>) throws {
        for name in try directoryEntries(directory) where !digests.contains(name) {
            try removeFile("\(directory)/\(name)")
        }
    }
}

/// Reads a manifest, a list or a configuration; throws for one that is larger than registries take (4 MiB, as in the
/// OCI distribution specification).
func readDocument(_ path: String) throws -> [UInt8] {
    do throws(BoundedReadingError) { return try readFile(path, upTo: 4 << 20) } catch {
        switch error {
        case .system(let error): throw error
        case .tooLarge, .unwritten:
            throw Failure(.runtime, "document \"\(path)\" is none of an image: \(error)")
        }
    }
}
