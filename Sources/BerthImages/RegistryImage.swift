internal import BerthModel

/// What a registry has for a reference on one platform.
struct RegistryImage: Sendable {
    /// The name under which it was asked for.
    let name: ImageReference
    /// The digest of its manifest, by which it is transferred: a tag that moves meanwhile does no harm.
    let digest: ContentDigest
    /// The digest of what the registry served for the name, for all platforms.
    let served: ContentDigest
    /// The manifest.
    let manifest: Manifest

    /// Asks the registry; what it serves under a digest is checked against that.
    init(_ request: PullRequest, _ skopeo: Skopeo) async throws {
        name = request.reference
        let bytes = try await skopeo.manifest(name)
        served = ContentDigest(of: bytes)
        switch try ServedManifest(bytes, of: name, at: name.digest) {
        case .image(let image):
            (digest, manifest) = (served, image)
            try await requirePlatform(of: request, at: served, skopeo)
        case .list(let manifests):
            digest = try choice(of: request, among: manifests).digest
            let inner = try await skopeo.manifest(name, at: digest)
            guard case .image(let image) = try ServedManifest(inner, of: name, at: "\(digest)") else {
                throw Failure(
                    .runtime, "cannot pull image \"\(name.familiar)\": its index leads to another index")
            }
            manifest = image
        }
    }
}

/// The manifest of a list that was asked for, or that this machine runs best.
private func choice(of request: PullRequest, among manifests: [Descriptor]) throws(Failure) -> Descriptor {
    let wanted = request.wanted ?? .ofThisMachine
    if let choice = chooseManifest(manifests, for: wanted) { return choice }
    // An index lists attestations too, for a platform that is called unknown.
    let platforms = manifests.compactMap(\.platform?.name).filter { $0 != "unknown/unknown" }
    throw Failure(
        .notFound,
        "cannot pull image \"\(request.reference.familiar)\": no match for platform in manifest: it is not made "
            + "for \(wanted.name)",
        remedy: "it is made for: \(platforms.joined(separator: ", "))")
}

/// Throws when an image that is made for one platform alone is made for another one than asked.
private func requirePlatform(of request: PullRequest, at digest: ContentDigest, _ skopeo: Skopeo) async throws
{
    guard let wanted = request.wanted else { return }
    let configuration = try ImageConfiguration(await skopeo.configuration(request.reference, at: digest))
    if configuration.fits(wanted) { return }
    throw Failure(
        .notFound,
        "cannot pull image \"\(request.reference.familiar)\": no match for platform in manifest: it is not made "
            + "for \(wanted.name)",
        remedy: "it is made for: \(configuration.platform.name)")
}
