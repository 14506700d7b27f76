/// An image of the store.
public struct Image: Sendable, Hashable, Identifiable {
    /// `sha256:` and the digest of the configuration: the same for the same image wherever it came from.
    public let id: String
    /// The names it has here; empty after all of them moved on to newer images.
    public let references: [ImageReference]
    /// The digest under which a registry serves it, for all platforms; nil when it was loaded from a file.
    public let repositoryDigest: String?
    /// The digest of its manifest in the store.
    public let manifestDigest: String
    /// The bytes of its layers as they are stored, compressed or not.
    public let size: Int
    /// What it says of its containers.
    public let configuration: ImageConfiguration
    /// The blobs of its layers, in the order of the configuration's diff ids.
    let layers: [Descriptor]
}
