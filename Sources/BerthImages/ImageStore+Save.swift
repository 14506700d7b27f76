internal import BerthModel
internal import LinuxSystem

/// The form of an archive of images.
public enum ArchiveFormat: String, Sendable, Hashable, CaseIterable {
    /// What `docker save` writes since version 25: an OCI layout that has Docker's own list of images too.
    case docker = "docker-archive"
    /// An OCI layout.
    case oci = "oci-archive"
}

extension ImageStore {
    /// Writes images, by names or ids, as one archive to a descriptor.
    ///
    /// Those that are named have that name in the archive; an id alone gives none. The same images always give the
    /// same bytes.
    public func save(_ names: [String], as format: ArchiveFormat, to descriptor: Int32) async throws {
        try await sweep()
        try await staging { staging in
            let saved = try await edit { _ in
                let found = try names.map { try find($0, .all) }
                return try SavedImage.list(found).map { image in try stage(image, in: staging) }
            }
            try staging.writeArchive(of: saved, as: format)
            try await pack(staging, format, to: descriptor)
        }
    }

    /// Gives the blobs of an image a second name in a layout, so that they stay while they are written.
    private func stage(_ saved: SavedImage, in staging: Staging) throws -> SavedImage {
        var saved = saved
        let bytes = try blobs.read(saved.digest)
        let manifest = try decodeJSON(Manifest.self, bytes)
        for digest in [saved.digest, manifest.config.digest] + manifest.layers.map(\.digest) {
            try staging.blobs.link(digest, from: blobs)
        }
        saved.size = bytes.count
        saved.manifest = manifest
        return saved
    }

    private func pack(_ staging: Staging, _ format: ArchiveFormat, to descriptor: Int32) async throws {
        let parts = ["blobs", "index.json", "oci-layout"] + (format == .docker ? ["manifest.json"] : [])
        // The archive goes to descriptor 4, because what is written to 1 is collected.
        let command =
            "exec tar -c --sort=name --format=gnu --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=go=rX,u+rw "
            + "--hard-dereference \"$@\" >&4"
        var process = ProcessDescription("/bin/sh", ["-c", command, "sh"] + parts)
        process.directory = staging.directory
        process.descriptors = [(staging.lockDescriptor, 3), (descriptor, 4)]
        let result = try await run(process)
        guard result.succeeded else {
            let reason = result.errors.split(separator: "\n").first ?? "it gave no reason"
            throw Failure(.runtime, "cannot write the archive: \(reason)")
        }
    }
}

/// An image of an archive to be written.
private struct SavedImage {
    let digest: ContentDigest
    var references: [ImageReference]
    var size = 0
    var manifest: Manifest?

    /// Each image once, with all names that were asked for, in the order of the first.
    static func list(_ found: [(image: Image, reference: ImageReference?)]) throws -> [SavedImage] {
        var list: [SavedImage] = []
        for (image, reference) in found {
            let digest = try ContentDigest(image.manifestDigest)
            let names = reference.map { [$0] } ?? []
            if let index = list.firstIndex(where: { $0.digest == digest }) {
                list[index].references += names.filter { !list[index].references.contains($0) }
            } else {
                list.append(SavedImage(digest: digest, references: names))
            }
        }
        return list
    }

    /// The entries of the layout's index: one a name.
    var descriptors: [Descriptor] {
        let descriptor = Descriptor(
            mediaType: manifest?.mediaType ?? MediaType.manifest, digest: digest, size: size)
        if references.isEmpty { return [descriptor] }
        return references.map { reference in
            var named = descriptor
            named.annotations = [containerdName: reference.description, layoutName: reference.description]
            return named
        }
    }

    /// The entry of Docker's list.
    var dockerImage: DockerImage {
        func file(_ digest: ContentDigest) -> String { "blobs/sha256/\(digest.hex)" }
        return DockerImage(
            Config: manifest.map { file($0.config.digest) } ?? "", RepoTags: references.map(\.familiar),
            Layers: manifest?.layers.map { file($0.digest) } ?? [])
    }
}

extension Staging {
    /// Completes the layout with the lists of images of an archive.
    fileprivate func writeArchive(of images: [SavedImage], as format: ArchiveFormat) throws {
        func write(_ name: String, _ document: some Encodable) throws {
            try writeFile("\(directory)/\(name)", String(decoding: encodeJSON(document), as: UTF8.self))
        }
        try writeFile("\(directory)/oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
        let list = ManifestList(mediaType: MediaType.index, manifests: images.flatMap(\.descriptors))
        try write("index.json", list)
        if format == .docker { try write("manifest.json", images.map(\.dockerImage)) }
    }
}
