internal import BerthModel
internal import LinuxSystem

/// An OCI layout of its own in which one pull or load puts an image together, out of everybody's sight.
///
/// Blobs of the store that the image shares get a second name here, so that they neither travel again nor go
/// while the image is put together. Its owner holds the lock of its name; without one it is a leftover.
struct Staging: Sendable {
    /// The layout's directory.
    let directory: String
    /// The layout's blobs.
    let blobs: BlobStore

    /// Creates an empty layout, after removing what a killed process left of it.
    init(_ directory: String) throws(SystemError) {
        self.directory = directory
        try removeTree(directory)
        blobs = try BlobStore("\(directory)/blobs/sha256")
    }

    /// The manifest of the only image of the layout.
    func manifest() throws -> (Manifest, Descriptor) {
        let index = try decodeJSON(ManifestList.self, readFile("\(directory)/index.json"))
        guard let descriptor = index.manifests.first else {
            throw Failure(.runtime, "the layout \"\(directory)\" holds no image")
        }
        return (try decodeJSON(Manifest.self, blobs.read(descriptor.digest)), descriptor)
    }

    /// Writes a manifest and returns what refers to it.
    func write(_ manifest: Manifest) throws -> Descriptor {
        let bytes = try encodeJSON(manifest)
        return Descriptor(mediaType: manifest.mediaType, digest: try blobs.write(bytes), size: bytes.count)
    }
}
