internal import BerthModel

/// What a registry serves as the manifest of a reference, after all checks that its bytes allow.
enum ServedManifest: Sendable {
    /// One image for several platforms.
    case list([Descriptor])
    /// One image.
    case image(Manifest)

    /// Reads the bytes that were served for a name.
    ///
    /// Throws when they were asked for by a digest that is not theirs, and when they are no manifest of an image.
    init(_ bytes: [UInt8], of reference: ImageReference, at digest: String?) throws(Failure) {
        let found = ContentDigest(of: bytes).description
        if let digest, digest != found {
            throw unusable(
                reference, "registry \"\(reference.registry)\" serves a manifest of digest \(found)",
                "the content was damaged or replaced on the way; check the registry and what is in between")
        }
        let document: Document
        do { document = try decodeJSON(Document.self, bytes) } catch {
            throw unusable(
                reference, "registry \"\(reference.registry)\" serves something that is no manifest",
                "check that a registry answers there, and no proxy in between", cause: error)
        }
        if let manifests = document.manifests {
            self = .list(manifests)
        } else if let config = document.config, let layers = document.layers {
            try requireImage(config, reference)
            self = .image(Manifest(mediaType: document.mediaType, config: config, layers: layers))
        } else if document.schemaVersion == 1 {
            throw unusable(
                reference, "it is in Docker's first format (schema 1), which nothing verifies",
                "push it again with a current tool, which writes schema 2")
        } else {
            throw unusable(
                reference, "registry \"\(reference.registry)\" serves something that is no manifest",
                "check that a registry answers there, and no proxy in between")
        }
    }
}

/// The members of all kinds of manifests.
private struct Document: Decodable {
    var schemaVersion: Int?
    var mediaType: String?
    var manifests: [Descriptor]?
    var config: Descriptor?
    var layers: [Descriptor]?
}

/// Charts, signatures and other artifacts have manifests too, with a configuration of a kind of their own.
private func requireImage(_ config: Descriptor, _ reference: ImageReference) throws(Failure) {
    let types = [MediaType.configuration, MediaType.dockerConfiguration]
    guard let type = config.mediaType, !types.contains(type) else { return }
    throw unusable(reference, "it is no container image but \"\(type)\"", "check the name")
}

private func unusable(
    _ reference: ImageReference, _ reason: String, _ remedy: String, cause: (any Error)? = nil
) -> Failure {
    Failure(.runtime, "cannot pull image \"\(reference.familiar)\": \(reason)", remedy: remedy, cause: cause)
}
