internal import BerthModel
internal import LinuxSystem

/// The images in an unpacked archive that `docker save`, skopeo or buildah wrote.
struct ImageArchive {
    /// An image and the names that the archive gives it.
    struct Content {
        /// The image, staged.
        let image: StagedImage
        /// The names.
        let references: [ImageReference]
    }

    /// The images in the order of the archive.
    let contents: [Content]

    /// Reads an archive that was unpacked into a directory, and puts its images together in a staging layout
    /// on the same file system.
    init(_ directory: String, _ staging: Staging) throws {
        let reader = ArchiveReader(root: try RootedDirectory(directory), staging: staging)
        if let index = try reader.read("index.json"), try reader.read("oci-layout") != nil {
            contents = try reader.images(of: decodeJSON(ManifestList.self, index))
        } else if let list = try reader.read("manifest.json") {
            contents = try decodeJSON([DockerImage].self, list).map { try reader.image($0) }
        } else {
            throw Failure(
                .usage, "it is no image archive: it has neither \"oci-layout\" nor \"manifest.json\"",
                remedy: "write one with: skopeo copy docker://IMAGE oci-archive:FILE:NAME")
        }
    }
}

/// An image in the `manifest.json` of a docker-archive.
struct DockerImage: Sendable, Hashable, Codable {
    /// The file of the configuration.
    var Config: String
    /// The names.
    var RepoTags: [String]?
    /// The files of the layers, the lowest first.
    var Layers: [String]
}

private struct ArchiveReader: ~Copyable {
    let root: RootedDirectory
    let staging: Staging

    /// A document of the archive; nil when it is not there.
    func read(_ file: String) throws -> [UInt8]? { try root.resolve(file).map { try readDocument($0) } }

    // MARK: OCI layout

    func images(of index: ManifestList) throws -> [ImageArchive.Content] {
        try index.manifests.map { descriptor in
            let manifestDescriptor = try platformManifest(descriptor)
            let manifest = try decodeJSON(Manifest.self, staging.blobs.read(manifestDescriptor.digest))
            for part in [manifest.config] + manifest.layers { try take(blob(part.digest), as: part.digest) }
            let name = descriptor.annotations?[containerdName] ?? descriptor.annotations?[layoutName]
            return ImageArchive.Content(
                image: StagedImage(staging: staging, manifest: manifest, descriptor: manifestDescriptor),
                references: try name.map(reference).flatMap { $0.map { [$0] } } ?? [])
        }
    }

    /// Takes the manifest for this machine's platform, through however many lists.
    private func platformManifest(_ descriptor: Descriptor, depth: Int = 0) throws -> Descriptor {
        if depth > 8 { throw Failure(.runtime, "it is damaged: lists of manifests in lists, without an end") }
        try take(blob(descriptor.digest), as: descriptor.digest)
        guard MediaType.isList(descriptor.mediaType) else {
            return Descriptor(
                mediaType: descriptor.mediaType, digest: descriptor.digest, size: descriptor.size)
        }
        let list = try decodeJSON(ManifestList.self, staging.blobs.read(descriptor.digest))
        guard let choice = chooseManifest(list.manifests, for: .ofThisMachine) else {
            throw Failure(.notFound, "it holds no image for \(Platform.ofThisMachine.name)")
        }
        return try platformManifest(choice, depth: depth + 1)
    }

    private func blob(_ digest: ContentDigest) -> String { "blobs/sha256/\(digest.hex)" }

    // MARK: docker-archive

    func image(_ image: DockerImage) throws -> ImageArchive.Content {
        guard let bytes = try read(image.Config) else { throw missing(image.Config) }
        let config = Descriptor(
            mediaType: MediaType.configuration, digest: try staging.blobs.write(bytes), size: bytes.count)
        let diffIDs = try ImageConfiguration(bytes).diffIDs
        guard diffIDs.count == image.Layers.count else {
            throw Failure(.runtime, "it is damaged: an image has a different number of layers and digests")
        }
        let layers = try zip(image.Layers, diffIDs).map { file, diffID in
            try layer(file, diffID: ContentDigest("sha256:\(diffID)"))
        }
        let manifest = Manifest(mediaType: MediaType.manifest, config: config, layers: layers)
        return ImageArchive.Content(
            image: StagedImage(staging: staging, manifest: manifest, descriptor: try staging.write(manifest)),
            references: try (image.RepoTags ?? []).map { text in try ImageReference(text) })
    }

    /// The archive holds layers as they are before compression, so that a layer's diff id is its blob's
    /// digest.
    private func layer(_ file: String, diffID: ContentDigest) throws -> Descriptor {
        try take(file, as: diffID)
        let size = try OwnedDescriptor.reading(staging.blobs.path(diffID)).size()
        return Descriptor(mediaType: MediaType.layer, digest: diffID, size: size)
    }

    // MARK: Both

    /// Gives a file of the archive its place among the staged blobs.
    private func take(_ file: String, as digest: ContentDigest) throws {
        if staging.blobs.contains(digest) { return }
        guard let path = try root.resolve(file) else { throw missing(file) }
        try BlobStore.verify(path, digest)
        try makeHardLink(staging.blobs.path(digest), to: path)
    }

    private func missing(_ file: String) -> Failure {
        Failure(.runtime, "it is damaged: it does not hold \"\(file)\"")
    }
}

/// The annotation of containerd and Docker for the full name, where the specification's own holds only a tag.
let containerdName = "io.containerd.image.name"
/// The specification's annotation for a name (OCI image layout).
let layoutName = "org.opencontainers.image.ref.name"

/// The name in an annotation; nil for a tag alone, which names no repository.
private func reference(_ text: String) throws -> ImageReference? {
    text.contains { "/:".contains($0) } ? try ImageReference(text) : nil
}
