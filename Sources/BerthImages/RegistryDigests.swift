public import BerthModel

/// The digests that registries have for names of images; nothing is transferred or kept.
public struct RegistryDigests: Sendable {
    private let skopeo: Skopeo

    /// Finds the program that speaks to registries, in the environment of a command.
    public init(environment: [String: String]) throws(Failure) {
        skopeo = try Skopeo(environment, attempting: .lookUp)
    }

    /// The reference with the digest of what its registry serves for it now, for all platforms; one that has
    /// a digest is returned as it is.
    public func pinned(_ reference: ImageReference) async throws -> ImageReference {
        if reference.digest != nil { return reference }
        let served = ContentDigest(of: try await skopeo.manifest(reference))
        return try ImageReference("\(reference)@\(served)")
    }
}
