/// The JSON documents of the OCI image specification, as far as they are used; those of Docker's schema 2
/// have the same members and differ in their media types.
enum MediaType {
    static let index = "application/vnd.oci.image.index.v1+json"
    static let manifest = "application/vnd.oci.image.manifest.v1+json"
    static let configuration = "application/vnd.oci.image.config.v1+json"
    static let dockerConfiguration = "application/vnd.docker.container.image.v1+json"
    static let layer = "application/vnd.oci.image.layer.v1.tar"
    static let dockerManifestList = "application/vnd.docker.distribution.manifest.list.v2+json"
    static let dockerManifest = "application/vnd.docker.distribution.manifest.v2+json"

    /// The specification's own type of a layer, which Docker may call otherwise.
    static func layer(_ type: String?) -> String {
        guard let type, !type.hasPrefix("application/vnd.oci.image.layer.") else { return type ?? layer }
        return type.hasSuffix("gzip") ? "\(layer)+gzip" : type.hasSuffix("zstd") ? "\(layer)+zstd" : layer
    }

    /// True for a document that lists the manifests of several platforms.
    static func isList(_ type: String?) -> Bool { type == index || type == dockerManifestList }
}

/// A reference to a blob.
struct Descriptor: Sendable, Hashable, Codable {
    var mediaType: String?
    var digest: ContentDigest
    var size: Int
    var platform: Platform?
    var annotations: [String: String]?
}

/// What a manifest of a list is for.
struct Platform: Sendable, Hashable, Codable {
    var architecture: String?
    var os: String?
    var variant: String?
}

/// The parts of one image.
struct Manifest: Sendable, Hashable, Codable {
    var schemaVersion = 2
    var mediaType: String?
    var config: Descriptor
    var layers: [Descriptor]
    var annotations: [String: String]?
}

/// A list of manifests: of an image for several platforms, or of an image layout.
struct ManifestList: Sendable, Hashable, Codable {
    var schemaVersion = 2
    var mediaType: String?
    var manifests: [Descriptor]
}
