internal import BerthModel
internal import LinuxSystem

/// An OCI layout of its own in which one pull or load puts an image together, out of everybody's sight.
///
/// Blobs of the store that the image shares get a second name here, so that they neither travel again nor go
/// while the image is put together. Its owner holds the lock of its directory, and so does a program that writes
/// to it: one that outlives a killed owner writes where nobody looks.
struct Staging: Sendable {
    /// The layout's directory.
    let directory: String
    /// The layout's blobs.
    let blobs: BlobStore

    private let lock: FileLock

    /// Creates an empty layout in a directory that starts with a prefix.
    init(prefix: String) throws(SystemError) {
        (directory, lock) = try makeLockedDirectory(prefix)
        blobs = try BlobStore("\(directory)/blobs/sha256")
    }

    /// The descriptor by which a child keeps the layout from being swept.
    var lockDescriptor: Int32 { lock.number }

    /// The manifest of the only image of the layout.
    func manifest() throws -> (Manifest, Descriptor) {
        let index = try decodeJSON(ManifestList.self, readFile("\(directory)/index.json"))
        guard let descriptor = index.manifests.first else {
            throw Failure(.runtime, "the layout \"\(directory)\" holds no image")
        }
        return (try decodeJSON(Manifest.self, blobs.read(descriptor.digest)), descriptor)
    }

    /// Completes the layout with an index of one manifest, under the name that `copy` uses.
    func writeIndex(of manifest: Descriptor) throws {
        var manifest = manifest
        manifest.annotations = ["org.opencontainers.image.ref.name": "image"]
        let index = ManifestList(mediaType: MediaType.index, manifests: [manifest])
        try writeFile("\(directory)/oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
        try writeFile("\(directory)/index.json", String(decoding: encodeJSON(index), as: UTF8.self))
    }

    /// Writes a manifest and returns what refers to it.
    func write(_ manifest: Manifest) throws -> Descriptor {
        let bytes = try encodeJSON(manifest)
        return Descriptor(mediaType: manifest.mediaType, digest: try blobs.write(bytes), size: bytes.count)
    }
}

private func makeLockedDirectory(_ prefix: String) throws(SystemError) -> (String, FileLock) {
    while true {
        let path = try makeTemporaryDirectory(prefix: prefix)
        do throws(SystemError) {
            // A sweep that came before the lock took the new directory for a leftover.
            if let lock = try FileLock.ifFree(directory: path), fileExists(path) { return (path, lock) }
        } catch  where error.isNotFound {}
    }
}
