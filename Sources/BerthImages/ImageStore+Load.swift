internal import BerthModel
internal import LayerArchive
internal import LinuxSystem

/// An image that came out of an archive.
public struct LoadedImage: Sendable, Hashable {
    /// The image's id.
    public let id: String
    /// The names the archive gave it, which it has now; empty when there were none.
    public let references: [ImageReference]
}

extension ImageStore {
    /// Takes all images of an archive into the store: an OCI layout or a `docker save`, compressed or not.
    ///
    /// Every blob is checked against its digest. An image without a name is kept under its id.
    public func load(
        _ archive: String, progress: @escaping @Sendable (PullProgress) -> Void = { _ in }
    ) async throws -> [LoadedImage] {
        do {
            try await sweep()
            return try await staging { staging in try await load(archive, staging, progress) }
        } catch let error as Failure {
            throw Failure(
                error.kind, "cannot load \"\(archive)\"", remedy: error.remedy, cause: Reason(error))
        } catch let error where !(error is CancellationError) {
            let remedy = (error as? LayerError).map(remedy(for:)) ?? ""
            throw Failure(.runtime, "cannot load \"\(archive)\"", remedy: remedy, cause: error)
        }
    }

    private func load(
        _ path: String, _ staging: Staging, _ progress: @Sendable (PullProgress) -> Void
    ) async throws -> [LoadedImage] {
        let unpacked = "\(staging.directory)/archive"
        try makeDirectories(unpacked)
        let archive = try await offPool {
            try unpackArchive(path, into: unpacked, limit: self.limit.bytes(for: path, in: unpacked))
            return try ImageArchive(unpacked, staging)
        }
        var loaded: [LoadedImage] = []
        for content in archive.contents {
            let names: [ImageReference?] = content.references.isEmpty ? [nil] : content.references
            for name in names {
                let entry = ImageIndex.Entry(manifest: content.image.descriptor, reference: name)
                try await commit(content.image, as: entry, progress: progress)
            }
            let id = content.image.manifest.config.digest.description
            loaded.append(LoadedImage(id: id, references: content.references))
        }
        return loaded
    }
}

/// A failure as the cause of another one, which gives its remedy already.
private struct Reason: Error, CustomStringConvertible {
    let description: String

    init(_ failure: Failure) {
        description = Failure(failure.kind, failure.message, cause: failure.cause).description
    }
}
